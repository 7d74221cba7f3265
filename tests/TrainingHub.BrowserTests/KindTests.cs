using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Quizzes.Kinds;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>Every kind of question in a browser: by keyboard on a phone's width, by mouse, and by a trainer who marks.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KindTests(Chromium chromium)
{
    private const string Kitchen = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80" width="600" height="480"><rect width="100" height="80" fill="#dfe8ea"/><rect x="10" y="20" width="30" height="40" fill="#8fb3c4"/><circle cx="70" cy="40" r="10" fill="#c48f8f"/></svg>
        """;

    private static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>As <see cref="EveryKind"/> has it, with a picture that can be seen.</summary>
    private static async Task<long> Quiz(TestHub hub)
    {
        var svg = Encoding.UTF8.GetBytes(Kitchen);
        var quiz = await hub.Quiz(EveryKind.Questions, EveryKind.Quiz, svg: svg);
        var sha256 = await hub.In(s => s.GetRequiredService<BlobStore>().Put(svg, default));
        await hub.Execute("insert into courses_file(version_id, path, sha256) select min(id), 'media/a.svg', @sha256 from courses_version", new { sha256 });
        return quiz;
    }

    private static Task<string?> Answer(TestHub hub, int slot) => hub.Scalar<string?>("select n.answer from quizzes_slot s join quizzes_answer n on n.id = s.answer_id where s.slot = @slot", new { slot });

    private static async Task Saves(IPage page, int slot) => await Assertions.Expect(page.Locator($"#q-{slot} .is-saved")).ToBeVisibleAsync();

    private static async Task Show(IPage page, int slot) => await page.Locator($"[data-dot='{slot}']").ClickAsync();

    /// <summary>Presses the step's button until it is at this place; the focus goes along with it.</summary>
    private static async Task MoveDown(IPage page, string step, int place)
    {
        var number = page.Locator("#q-5 [data-item]", new() { HasText = step }).Locator(".order-number");
        while (await number.TextContentAsync() is var at && at != $"{place}")
        {
            await page.GetByRole(AriaRole.Button, new() { Name = $"{(int.Parse(at!, System.Globalization.CultureInfo.InvariantCulture) < place ? "Move down" : "Move up")}: {step}", Exact = true }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
        }
    }

    [Fact]
    public async Task Every_kind_is_answered_by_keyboard_on_a_phone_and_marked_by_a_trainer()
    {
        await using var hub = await TestHub.Start();
        var (quiz, person) = (await Quiz(hub), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        await using var phone = await chromium.Phone(hub.Url, "en");
        var page = await phone.SignedIn(hub, person, "en");
        await page.GotoAsync($"/learn/attempts/{attempt}");

        await Show(page, 4);
        await page.GetByLabel("Tea", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Hot" });
        await page.GetByLabel("Ice", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Cold" });
        await Saves(page, 4);
        Assert.Equal(EveryKind.Right[4], await Answer(hub, 4));
        await page.LooksGood("kind-matching-en-phone");

        await Show(page, 5);
        await MoveDown(page, "Rinse", 3);
        await MoveDown(page, "Take soap", 2);
        await Saves(page, 5);
        Assert.Equal(EveryKind.Right[5], await Answer(hub, 5));
        await Assertions.Expect(page.Locator("#q-5 [data-order-said]")).ToContainTextAsync("now number");
        await page.LooksGood("kind-ordering-en-phone");

        await Show(page, 6);
        await page.Locator("#q-6").GetByLabel("Gap 1").FillAsync("３０");
        await page.Locator("#q-6").GetByLabel("Gap 2").FillAsync("Towel");
        await Saves(page, 6);
        Assert.Equal("""{"blanks":{"n":"３０","w":"Towel"}}""", await Answer(hub, 6));
        await page.LooksGood("kind-fill-in-en-phone");

        await Show(page, 7);
        await page.GetByLabel("Sink").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Saves(page, 7);
        Assert.Equal("""{"chosen":["sink"]}""", await Answer(hub, 7));
        await Assertions.Expect(page.Locator("#q-7 .spot.is-chosen")).ToHaveCountAsync(1);
        await page.LooksGood("kind-hotspot-en-phone");
        await page.Locator("#q-7 [data-spot='stove']").ClickAsync();
        await Assertions.Expect(page.GetByLabel("Stove")).ToBeCheckedAsync();
        await page.Locator("#q-7 [data-spot='sink']").ClickAsync();

        await Show(page, 8);
        await page.Locator("#q-8 input[value=a]").CheckAsync();
        await page.Locator("#q-8").GetByLabel("Gap 1").FillAsync("60");
        await Saves(page, 8);
        await page.LooksGood("kind-scenario-en-phone");

        await Show(page, 9);
        await page.Locator("#q-9 textarea").PressSequentiallyAsync("Dear guest, we are sorry.");
        await Assertions.Expect(page.Locator("#q-9")).ToContainTextAsync("175 characters left");
        await Saves(page, 9);
        await page.LooksGood("kind-free-text-en-phone");

        await Show(page, 10);
        await page.Locator("#q-10 input[type=file]").SetInputFilesAsync(new FilePayload { Name = "bed.png", MimeType = "image/png", Buffer = Photo });
        await Saves(page, 10);
        await Assertions.Expect(page.Locator("#q-10 img")).ToBeVisibleAsync();
        await page.LooksGood("kind-photo-en-phone");
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_photo"));

        // What was saved is there again, in the same order.
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-dot].is-answered")).ToHaveCountAsync(7);
        Assert.Equal(["Wet the hands", "Take soap", "Rinse"], await page.Locator("#q-5 [data-text]").AllTextContentsAsync());
        await Show(page, 10);
        await page.Locator("[data-submit]").ClickAsync();
        await page.Locator("#confirm [data-yes]").ClickAsync();
        await Assertions.Expect(page.Locator(".result")).ToContainTextAsync("A trainer has to mark some of them: 2");
        await page.LooksGood("kind-waiting-en-phone");

        await using var desk = await chromium.Desk(hub.Url, "zh-CN", dark: true);
        var trainer = await desk.SignedIn(hub, await hub.Person("T1", "trainer"), "zh-CN");
        await trainer.GotoAsync("/studio/marking");
        await trainer.LooksGood("marking-queue-zh-desk-dark");
        await trainer.Locator("tbody a").First.ClickAsync();
        await Assertions.Expect(trainer.Locator(".written")).ToContainTextAsync("we are sorry");
        await trainer.Locator("[name='points-greets']").SelectOptionAsync("1");
        await trainer.Locator("[name='points-sorry']").SelectOptionAsync("3");
        await trainer.Locator("#comment").FillAsync("语气得体");
        await trainer.LooksGood("marking-text-zh-desk-dark");
        await trainer.Locator("main form button[type=submit]").ClickAsync();
        await Assertions.Expect(trainer.Locator(".empty")).ToBeVisibleAsync();
        await trainer.GotoAsync("/studio/marking");
        await trainer.Locator("tbody a").First.ClickAsync();
        await trainer.Locator("#given-mark").FillAsync("1");
        await trainer.Locator("main form button[type=submit]").ClickAsync();
        await Assertions.Expect(trainer.Locator(".empty")).ToBeVisibleAsync();
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt where graded_at is not null"));
        await trainer.GotoAsync($"/studio/attempts/{attempt}/marks/9");
        await trainer.LooksGood("mark-override-zh-desk-dark");
        await trainer.GotoAsync($"/studio/attempts/{attempt}");
        await trainer.LooksGood("kind-review-zh-desk-dark");
        await page.GotoAsync($"/learn/attempts/{attempt}");
        await page.LooksGood("kind-result-en-phone");
    }

    [Fact]
    public async Task Steps_are_dragged_by_mouse_and_another_windows_answer_is_taken_over()
    {
        await using var hub = await TestHub.Start();
        var (quiz, person) = (await Quiz(hub), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        await using var desk = await chromium.Desk(hub.Url, "zh-CN");
        var page = await desk.SignedIn(hub, person, "zh-CN");
        await page.GotoAsync($"/learn/attempts/{attempt}");
        await Show(page, 5);
        var before = await page.Locator("#q-5 [data-text]").AllTextContentsAsync();
        await page.Locator("#q-5 [data-item]").First.DragToAsync(page.Locator("#q-5 [data-item]").Last);
        await Saves(page, 5);
        Assert.Equal([before[1], before[2], before[0]], await page.Locator("#q-5 [data-text]").AllTextContentsAsync());
        await page.LooksGood("kind-ordering-zh-desk");

        // Another device was there later: this window shows its answer, not its own.
        await hub.Answers(person, attempt, 5, $$"""{"order": ["{{EveryKind.Rinse}}", "{{EveryKind.Soap}}", "{{EveryKind.Wet}}"]}""", sequence: 50);
        await page.Locator("#q-5 [data-item] button:enabled").First.ClickAsync();
        await Assertions.Expect(page.Locator("#q-5 [data-text]").First).ToHaveTextAsync("冲洗");
        await Show(page, 7);
        await page.LooksGood("kind-hotspot-zh-desk");
    }
}
