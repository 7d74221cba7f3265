using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>Taking a quiz in a browser: each answer is saved as it is given, nothing is lost without a connection or when the browser is closed.</summary>
[Collection(BrowserCollection.Name)]
public sealed class QuizTests(Chromium chromium)
{
    private static async Task<IPage> SignedIn(TestHub hub, IBrowserContext context, long person, string language)
    {
        await context.AddCookiesAsync([
            new Cookie { Name = "traininghub", Value = await hub.SignInCookie(person), Url = hub.Url.ToString() },
            new Cookie { Name = "lang", Value = language, Url = hub.Url.ToString() },
        ]);
        return await context.NewPageAsync();
    }

    private static Task<long> Quiz(TestHub hub) => hub.Scalar<long>("select id from quizzes_quiz where slug = 'grooming'");

    private static Task<long> Saved(TestHub hub) => hub.Scalar<long>("select count(*) from quizzes_slot where answer_id is not null");

    private static async Task Good(IPage page, string name)
    {
        await Pictures.Take(page, name);
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        var axe = await page.RunAxe();
        Assert.True(axe.Violations.Length == 0, string.Join('\n', axe.Violations.Select(v => $"{name}: {v.Id}: {v.Help} at {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    private static ILocator Option(IPage page, int slot) => page.Locator($"#q-{slot} .option").First;

    [Fact]
    public async Task Answers_given_without_a_connection_are_sent_in_order_when_it_is_back()
    {
        await using var hub = await TestHub.Start(withContent: true);
        var person = await hub.Person("E1");
        await using var context = await chromium.Phone(hub.Url, "en");
        var page = await SignedIn(hub, context, person, "en");
        await page.GotoAsync($"/learn/quizzes/{await Quiz(hub)}");
        await Good(page, "quiz-start-en-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the quiz" }).ClickAsync();
        await page.ArrivesAt("/learn/attempts/");

        await Option(page, 1).ClickAsync();
        await Assertions.Expect(page.Locator("#q-1 .is-saved")).ToBeVisibleAsync();
        await Good(page, "quiz-question-en-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next question" }).ClickAsync();
        await context.SetOfflineAsync(true);
        await Option(page, 2).ClickAsync();
        await Assertions.Expect(page.Locator("#offline")).ToContainTextAsync("You are offline");
        await Assertions.Expect(page.Locator("#q-2 .is-failed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next question" }).ClickAsync();
        await Option(page, 3).ClickAsync();
        await Good(page, "quiz-offline-en-phone");
        Assert.Equal(1, await Saved(hub));
        await context.SetOfflineAsync(false);
        await Assertions.Expect(page.Locator("#q-3 .is-saved")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#offline")).ToBeHiddenAsync();
        Assert.Equal(3, await Saved(hub));
    }

    [Fact]
    public async Task Closing_the_browser_in_the_middle_loses_nothing_not_even_what_was_not_sent_yet()
    {
        await using var hub = await TestHub.Start(withContent: true);
        var person = await hub.Person("E1");
        await using var context = await chromium.Desk(hub.Url, "zh-CN");
        var page = await SignedIn(hub, context, person, "zh-CN");
        await page.GotoAsync($"/learn/quizzes/{await Quiz(hub)}");
        await page.Locator("main button[type=submit]").ClickAsync();
        await page.ArrivesAt("/learn/attempts/");
        var url = page.Url.Split('#')[0];
        await Option(page, 1).ClickAsync();
        await Assertions.Expect(page.Locator("#q-1 .is-saved")).ToBeVisibleAsync();
        await page.Locator("[data-next]").ClickAsync();
        await context.SetOfflineAsync(true);
        await Option(page, 2).ClickAsync();
        await Assertions.Expect(page.Locator("#q-2 .is-failed")).ToBeVisibleAsync();
        await page.CloseAsync();
        Assert.Equal(1, await Saved(hub));

        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(url);
        await Assertions.Expect(page.Locator("[data-dot].is-answered")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#q-2 input:checked")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-dot='2']:not(.is-unsaved)")).ToBeVisibleAsync();
        Assert.Equal(2, await Saved(hub));
        await Good(page, "quiz-question-zh-desk");
    }

    [Fact]
    public async Task Submitting_lists_what_is_open_and_leads_to_the_result()
    {
        await using var hub = await TestHub.Start(withContent: true);
        var person = await hub.Person("E1", "trainer");
        await using var context = await chromium.Phone(hub.Url, "zh-CN");
        var page = await SignedIn(hub, context, person, "zh-CN");
        await page.GotoAsync($"/learn/quizzes/{await Quiz(hub)}");
        await page.Locator("main button[type=submit]").ClickAsync();
        await page.ArrivesAt("/learn/attempts/");
        for (var slot = 1; slot <= 8; slot++)
        {
            await page.Locator($"[data-dot='{slot}']").ClickAsync();
            await Option(page, slot).ClickAsync();
        }
        await page.Locator("[data-dot='10']").ClickAsync();
        await page.Locator("[data-submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#confirm [data-summary]")).ToContainTextAsync("9、10");
        await Good(page, "quiz-confirm-zh-phone");
        await page.Locator("#confirm [data-yes]").ClickAsync();
        await Assertions.Expect(page.Locator(".result-percent")).ToBeVisibleAsync();
        await Good(page, "quiz-result-zh-phone");
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt where state = 'finished' and graded_at is not null"));

        var id = await hub.Scalar<long>("select min(id) from quizzes_question where slug = 'grm-hair-01'");
        foreach (var (path, name) in new[] { ("/studio/results", "results"), ("/studio/schedules", "schedules"), ("/studio/schedules/new", "schedule-new"), ("/studio/courses/grooming/questions", "bank"), ($"/studio/courses/grooming/questions/{id}", "question-edit"), ("/studio/attempts/1", "attempt") })
        {
            await page.GotoAsync(path);
            await Good(page, $"studio-{name}-zh-phone");
        }
        await using var wide = await chromium.Desk(hub.Url, "en", dark: true);
        var desk = await SignedIn(hub, wide, person, "en");
        foreach (var (path, name) in new[] { ($"/learn/quizzes/{await Quiz(hub)}", "start"), ("/learn/attempts/1", "result"), ("/studio/results", "results"), ("/studio/schedules/new", "schedule-new"), ("/studio/courses/grooming/questions", "bank"), ($"/studio/courses/grooming/questions/{id}", "question-edit") })
        {
            await desk.GotoAsync(path);
            await Good(desk, $"quiz-{name}-en-desk");
        }
    }
}
