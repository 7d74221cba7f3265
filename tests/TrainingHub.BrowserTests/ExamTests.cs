using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>An exam in two browsers: what the invigilator does, the learner sees, and the other way round, without loading a page again.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ExamTests(Chromium chromium)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 40_000 };

    /// <summary>The same page in the other language and on the other screen.</summary>
    private async Task Elsewhere(TestHub hub, long person, string url, string name, params (string Language, bool IsPhone)[] looks)
    {
        foreach (var (language, isPhone) in looks)
        {
            await using var context = isPhone ? await chromium.Phone(hub.Url, language) : await chromium.Desk(hub.Url, language, dark: language == "en");
            var page = await context.SignedIn(hub, person, language);
            await page.GotoAsync(url);
            await page.LooksGood($"{name}-{language}-{(isPhone ? "phone" : "desk")}");
        }
    }

    [Fact]
    public async Task An_invigilator_lets_in_pauses_lets_go_on_and_adds_time_and_both_see_it_happen()
    {
        await using var hub = await SingleChoice.Start();
        var (trainer, learner) = (await hub.Person("T1", "trainer"), await hub.Person("E1"));
        await using var desk = await chromium.Desk(hub.Url, "en");
        var board = await desk.SignedIn(hub, trainer, "en");
        await board.GotoAsync("/studio/quizzes/grooming?preset=exam");
        await board.GetByLabel("Allowed networks").FillAsync("127.0.0.0/8\n::1");
        await board.GetByLabel("What changed, in a few words").FillAsync("It is an exam now");
        await board.GetByRole(AriaRole.Button, new() { Name = "Save and use from now on" }).ClickAsync();
        await board.GotoAsync("/studio/exams/grooming");
        await board.GetByRole(AriaRole.Button, new() { Name = "Draw a code" }).ClickAsync();
        var code = await board.Locator(".exam-code-shown").InnerTextAsync();
        await Assertions.Expect(board.GetByText("Live: changes appear by themselves.")).ToBeVisibleAsync();

        await using var phone = await chromium.Phone(hub.Url, "en");
        var page = await phone.SignedIn(hub, learner, "en");
        var quiz = await hub.Scalar<long>("select id from quizzes_quiz where slug = 'grooming'");
        await page.GotoAsync($"/learn/quizzes/{quiz}");
        await page.LooksGood("exam-start-en-phone");
        await page.GetByLabel("Access code").FillAsync(code.ToLowerInvariant());
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the quiz" }).ClickAsync();
        await page.ArrivesAt("/learn/attempts/");
        var row = board.GetByRole(AriaRole.Row, new() { Name = "测试 E1" });
        await Assertions.Expect(row.GetByText("Working")).ToBeVisibleAsync(Patient);
        await page.Locator("#q-1 .option").First.ClickAsync();
        await Assertions.Expect(row.GetByText("1 of 10")).ToBeVisibleAsync(Patient);

        await row.GetByText("Act", new() { Exact = true }).ClickAsync();
        await row.GetByLabel("Reason").FillAsync("Fire alarm");
        await board.LooksGood("exam-board-en-desk");
        await row.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(row.GetByText("Paused")).ToBeVisibleAsync(Patient);
        await page.ArrivesAt("/wait"); // by itself: the page asks every quarter of a minute
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The exam is paused" })).ToBeVisibleAsync();
        await page.LooksGood("exam-paused-en-phone");
        await Elsewhere(hub, trainer, "/studio/exams/grooming", "exam-board", ("zh-CN", true), ("zh-CN", false), ("en", true));
        await Elsewhere(hub, trainer, "/studio/exams", "exam-list", ("zh-CN", false), ("en", true));
        await Elsewhere(hub, learner, new Uri(page.Url).AbsolutePath, "exam-paused", ("zh-CN", false));

        await row.GetByText("Act", new() { Exact = true }).ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Let it go on" }).ClickAsync();
        await page.Leaves("/wait");
        await Assertions.Expect(page.Locator("#q-2")).ToBeVisibleAsync();
        await row.GetByText("Act", new() { Exact = true }).ClickAsync();
        await row.GetByLabel("Reason").FillAsync("The alarm was noisy");
        await row.GetByLabel("Minutes").FillAsync("15");
        await row.GetByRole(AriaRole.Button, new() { Name = "Add minutes" }).ClickAsync();
        await Assertions.Expect(page.Locator("#time-warning")).ToContainTextAsync("Your time was extended", new() { Timeout = 40_000 });

        var attempt = await hub.Scalar<long>("select id from quizzes_attempt");
        await board.GotoAsync($"/studio/attempts/{attempt}/history");
        foreach (var words in new[] { "Fire alarm", "The alarm was noisy", "15 min added" }) await Assertions.Expect(board.GetByText(words)).ToBeVisibleAsync();
        await Elsewhere(hub, trainer, $"/studio/attempts/{attempt}/history", "exam-history", ("en", false), ("zh-CN", true));
        await Elsewhere(hub, learner, $"/learn/attempts/{attempt}/wait", "exam-other-device", ("zh-CN", true), ("en", false));
        await Elsewhere(hub, trainer, "/studio/quizzes/grooming", "exam-settings", ("zh-CN", true));
    }
}
