using Microsoft.Playwright;
using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>Taking a quiz in a browser: each answer is saved as it is given, nothing is lost without a connection or when the browser is closed.</summary>
[Collection(BrowserCollection.Name)]
public sealed class QuizTests(Chromium chromium)
{
    private static Task<long> Quiz(TestHub hub) => hub.Scalar<long>("select id from quizzes_quiz where slug = 'grooming'");

    private static Task<long> Saved(TestHub hub) => hub.Scalar<long>("select count(*) from quizzes_slot where answer_id is not null");

    private static ILocator Option(IPage page, int slot) => page.Locator($"#q-{slot} .option").First;

    [Fact]
    public async Task Answers_given_without_a_connection_are_sent_in_order_when_it_is_back()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1");
        await using var context = await chromium.Phone(hub.Url, "en");
        var page = await context.SignedIn(hub, person, "en");
        await page.GotoAsync($"/learn/quizzes/{await Quiz(hub)}");
        await page.LooksGood("quiz-start-en-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the quiz" }).ClickAsync();
        await page.ArrivesAt("/learn/attempts/");

        await Option(page, 1).ClickAsync();
        await Assertions.Expect(page.Locator("#q-1 .is-saved")).ToBeVisibleAsync();
        await page.LooksGood("quiz-question-en-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next question" }).ClickAsync();
        await context.SetOfflineAsync(true);
        await Option(page, 2).ClickAsync();
        await Assertions.Expect(page.Locator("#offline")).ToContainTextAsync("You are offline");
        await Assertions.Expect(page.Locator("#q-2 .is-failed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next question" }).ClickAsync();
        await Option(page, 3).ClickAsync();
        await page.LooksGood("quiz-offline-en-phone");
        Assert.Equal(1, await Saved(hub));
        await context.SetOfflineAsync(false);
        await Assertions.Expect(page.Locator("#q-3 .is-saved")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#offline")).ToBeHiddenAsync();
        Assert.Equal(3, await Saved(hub));
    }

    [Fact]
    public async Task An_answer_given_while_the_one_before_is_just_acknowledged_is_saved_too()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1");
        await using var context = await chromium.Phone(hub.Url, "en");
        // The device's database is slow in forgetting what the hub has.
        await context.AddInitScriptAsync("""
            const real = IDBObjectStore.prototype.delete;
            IDBObjectStore.prototype.delete = function (key) {
              const [slow, request] = [{}, real.call(this, key)];
              request.onsuccess = () => setTimeout(() => slow.onsuccess(), 1500);
              return slow;
            };
            """);
        var page = await context.SignedIn(hub, person, "en");
        var attempt = await new Learner(hub, page).StartsTheQuiz("grooming");
        await page.RunAndWaitForResponseAsync(() => Option(page, 1).ClickAsync(), r => r.Url.Contains("handler=Answer", StringComparison.Ordinal));
        await page.Locator("#q-1 .option").Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator("#q-1 .is-saved")).ToBeVisibleAsync();
        Assert.Equal([1, 2], await hub.Rows<int>("select sequence from quizzes_answer where attempt_id = @attempt and outcome = 'counted' order by id", new { attempt }));
    }

    [Fact]
    public async Task Who_answers_before_the_device_has_opened_its_journal_stays_at_the_question()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1");
        await using var context = await chromium.Phone(hub.Url, "en");
        await context.AddInitScriptAsync("""
            const real = IDBFactory.prototype.open;
            IDBFactory.prototype.open = function (...args) {
              const [slow, request] = [{}, real.apply(this, args)];
              request.onupgradeneeded = () => { slow.result = request.result; slow.onupgradeneeded?.(); };
              request.onsuccess = () => setTimeout(() => { slow.result = request.result; slow.onsuccess(); }, 1500);
              return slow;
            };
            """);
        var page = await context.SignedIn(hub, person, "en");
        await new Learner(hub, page).StartsTheQuiz("grooming");
        await Option(page, 1).ClickAsync();
        await Assertions.Expect(page.Locator("#q-1 .is-saved")).ToBeVisibleAsync(); // shown only while question 1 is
        Assert.Equal(1, await Saved(hub));
    }

    [Fact]
    public async Task Closing_the_browser_in_the_middle_loses_nothing_not_even_what_was_not_sent_yet()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1");
        await using var context = await chromium.Desk(hub.Url, "zh-CN");
        var page = await context.SignedIn(hub, person, "zh-CN");
        await new Learner(hub, page).StartsTheQuiz("grooming");
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
        await page.LooksGood("quiz-question-zh-desk");
    }

    /// <summary>How many answers the journal on the device holds.</summary>
    private static Task<int> InJournal(IPage page) => page.EvaluateAsync<int>(
        """
        () => new Promise((resolve, reject) => {
          const open = indexedDB.open('traininghub-quiz', 1);
          open.onerror = () => reject(open.error);
          open.onsuccess = () => {
            const count = open.result.transaction('answers').objectStore('answers').count();
            count.onsuccess = () => { open.result.close(); resolve(count.result); };
          };
        })
        """);

    [Fact]
    public async Task Cut_off_in_the_middle_closed_and_opened_again_everything_is_submitted()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1");
        await using var context = await chromium.Phone(hub.Url, "en");
        var page = await context.SignedIn(hub, person, "en");
        await new Learner(hub, page).StartsTheQuiz("grooming");
        var url = page.Url.Split('#')[0];
        var wanted = new List<string>();
        for (var slot = 1; slot <= 10; slot++)
        {
            if (slot == 4) await context.SetOfflineAsync(true);
            await page.Locator($"[data-dot='{slot}']").ClickAsync();
            await Option(page, slot).ClickAsync();
            wanted.Add(await page.Locator($"#q-{slot} input:checked").First.GetAttributeAsync("value") ?? "");
        }
        // Submitted, too, while there is no connection.
        await page.Locator("[data-submit]").ClickAsync();
        await page.Locator("#confirm [data-yes]").ClickAsync();
        await Assertions.Expect(page.Locator("#offline")).ToContainTextAsync("will be submitted");
        Assert.Equal(7, await InJournal(page));
        await page.CloseAsync();
        Assert.Equal(3, await Saved(hub));

        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(url);
        await Assertions.Expect(page.Locator(".result")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Equal(wanted, await hub.Rows<string>("""select replace(replace(n.answer, '{"chosen":["', ''), '"]}', '') from quizzes_slot s join quizzes_answer n on n.id = s.answer_id order by s.slot"""));
        Assert.Equal("finished", await hub.Scalar<string>("select state from quizzes_attempt"));
        Assert.Equal(0, await InJournal(page));
    }

    [Fact]
    public async Task A_second_device_goes_on_with_the_same_attempt_and_the_later_answer_is_shown_on_both()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1");
        await using var phone = await chromium.Phone(hub.Url, "en");
        await using var desk = await chromium.Desk(hub.Url, "en");
        var first = await phone.SignedIn(hub, person, "en");
        await first.GotoAsync($"/learn/quizzes/{await Quiz(hub)}");
        await first.Locator("main button[type=submit]").ClickAsync();
        await first.ArrivesAt("/learn/attempts/");
        var second = await desk.SignedIn(hub, person, "en");
        await second.GotoAsync(first.Url);
        // The desk answers twice, so that its sequence is ahead of the phone's.
        await second.Locator("#q-1 .option").Nth(0).ClickAsync();
        await Assertions.Expect(second.Locator("#q-1 .is-saved")).ToBeVisibleAsync();
        await second.Locator("#q-1 .option").Nth(1).ClickAsync();
        await Assertions.Expect(second.Locator("#q-1 .is-saved")).ToBeVisibleAsync();
        await first.Locator("#q-1 .option").Nth(2).ClickAsync();
        await Assertions.Expect(first.Locator("#q-1 [data-state]")).ToContainTextAsync("Another window answered later");
        Assert.True(await first.Locator("#q-1 .option input").Nth(1).IsCheckedAsync());
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt"));
    }

    [Fact]
    public async Task Signed_out_in_the_middle_nothing_is_lost_and_the_way_back_is_shown()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1");
        await using var context = await chromium.Phone(hub.Url, "en");
        var page = await context.SignedIn(hub, person, "en");
        await new Learner(hub, page).StartsTheQuiz("grooming");
        await context.ClearCookiesAsync(new() { Name = "traininghub" });
        await Option(page, 1).ClickAsync();
        await Assertions.Expect(page.Locator("#offline")).ToContainTextAsync("You were signed out");
        await page.LooksGood("quiz-signed-out-en-phone");
        Assert.Equal(0, await Saved(hub));
        await context.SignIn(hub, person);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#q-1 .is-saved")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#offline")).ToBeHiddenAsync();
        Assert.Equal(1, await Saved(hub));
    }

    [Fact]
    public async Task Each_behaviour_looks_finished_and_can_be_answered()
    {
        await using var hub = await SingleChoice.Start();
        var (person, trainer) = (await hub.Person("E1"), await hub.Person("T1", "trainer"));
        var quiz = await Quiz(hub);
        Task Settings(string more) => hub.Execute(
            "update quizzes_quiz_version set settings = @settings where quiz_id = @quiz",
            new { quiz, settings = $$"""{"questions":4,"passMark":75,"timeLimit":20,"attempts":0,"wait":0,"grade":"highest","shuffle":true,"draw":[{"tags":["core"],"count":4}],{{more}}}""" });
        async Task<IPage> Begin(IBrowserContext context, string language)
        {
            var page = await context.SignedIn(hub, person, language);
            await page.GotoAsync($"/learn/quizzes/{quiz}");
            await page.Locator("main button[type=submit]").First.ClickAsync();
            await page.ArrivesAt("/learn/attempts/");
            return page;
        }
        Task Over() => hub.Execute("update quizzes_attempt set state = 'finished', submitted_at = started_at where state = 'in-progress'");

        await using var phone = await chromium.Phone(hub.Url, "zh-CN");
        await Settings("\"behaviour\":\"retry\"");
        var page = await Begin(phone, "zh-CN");
        await Option(page, 1).ClickAsync();
        await page.Locator("#q-1 [data-flush]").ClickAsync();
        await Assertions.Expect(page.Locator("#q-1 .tried, #q-1[data-locked=yes]")).ToBeVisibleAsync();
        await page.LooksGood("quiz-retry-zh-phone");
        await Over();
        await Settings("\"behaviour\":\"confidence\"");
        page = await Begin(phone, "zh-CN");
        await Option(page, 1).ClickAsync();
        await page.Locator("#q-1 .certainty-choice").Last.ClickAsync();
        await Assertions.Expect(page.Locator("#q-1 .is-saved")).ToBeVisibleAsync();
        await page.LooksGood("quiz-confidence-zh-phone");
        await Over();

        await using var desk = await chromium.Desk(hub.Url, "en");
        await Settings("\"behaviour\":\"immediate\",\"layout\":\"all\"");
        page = await Begin(desk, "en");
        await Option(page, 1).ClickAsync();
        await page.Locator("#q-1 [data-flush]").ClickAsync();
        await Assertions.Expect(page.Locator("#q-1[data-locked=yes]")).ToBeVisibleAsync();
        await page.LooksGood("quiz-immediate-en-desk");
        await Over();
        await Settings("\"behaviour\":\"deferred\",\"navigation\":\"sequential\"");
        page = await Begin(desk, "en");
        Assert.Equal(1, await page.Locator(".question").CountAsync());
        await Option(page, 1).ClickAsync();
        await page.Locator("[data-flush]").ClickAsync();
        await Assertions.Expect(page.Locator("#q-2")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("#q-1").CountAsync());
        await page.LooksGood("quiz-sequential-en-desk");

        foreach (var (browser, language, size) in new[] { (phone, "zh-CN", "zh-phone"), (desk, "en", "en-desk") })
        {
            var studio = await browser.SignedIn(hub, trainer, language);
            foreach (var (path, name) in new[] { ("/studio/quizzes", "quizzes"), ("/studio/quizzes/grooming?preset=exam", "quiz-settings"), ("/studio/quizzes/grooming/overrides", "overrides"), ("/studio/attempts/1/history", "history") })
            {
                await studio.GotoAsync(path);
                await studio.LooksGood($"studio-{name}-{size}");
            }
        }
    }

    [Fact]
    public async Task Submitting_lists_what_is_open_and_leads_to_the_result()
    {
        await using var hub = await SingleChoice.Start();
        var person = await hub.Person("E1", "trainer");
        await using var context = await chromium.Phone(hub.Url, "zh-CN");
        var page = await context.SignedIn(hub, person, "zh-CN");
        await new Learner(hub, page).StartsTheQuiz("grooming");
        for (var slot = 1; slot <= 8; slot++)
        {
            await page.Locator($"[data-dot='{slot}']").ClickAsync();
            await Option(page, slot).ClickAsync();
        }
        await page.Locator("[data-dot='10']").ClickAsync();
        await page.Locator("[data-submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#confirm [data-summary]")).ToContainTextAsync("9、10");
        await page.LooksGood("quiz-confirm-zh-phone");
        await page.Locator("#confirm [data-yes]").ClickAsync();
        await Assertions.Expect(page.Locator(".result-percent")).ToBeVisibleAsync();
        await page.LooksGood("quiz-result-zh-phone");
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt where state = 'finished' and graded_at is not null"));

        var id = await hub.Scalar<long>("select min(id) from quizzes_question where slug = 'grm-hair-01'");
        foreach (var (path, name) in new[] { ("/studio/results", "results"), ("/studio/schedules", "schedules"), ("/studio/schedules/new", "schedule-new"), ("/studio/questions?course=grooming", "bank"), ($"/studio/questions/{id}/edit", "question-edit"), ($"/studio/questions/{id}", "question"), ("/studio/questions/new?kind=single", "question-new"), ($"/studio/questions/bulk?question={id}&NewDifficulty=3&AddTags=wet", "bulk"), ("/studio/questions/proposals", "proposals"), ("/studio/attempts/1", "attempt") })
        {
            await page.GotoAsync(path);
            await page.LooksGood($"studio-{name}-zh-phone");
        }
        await using var wide = await chromium.Desk(hub.Url, "en", dark: true);
        var desk = await wide.SignedIn(hub, person, "en");
        foreach (var (path, name) in new[] { ($"/learn/quizzes/{await Quiz(hub)}", "start"), ("/learn/attempts/1", "result"), ("/studio/results", "results"), ("/studio/schedules/new", "schedule-new"), ("/studio/questions?course=grooming", "bank"), ($"/studio/questions/{id}/edit", "question-edit"), ($"/studio/questions/{id}", "question"), ("/studio/questions/new?kind=single", "question-new"), ($"/studio/questions/bulk?question={id}&NewDifficulty=3&AddTags=wet", "bulk"), ("/studio/questions/proposals", "proposals") })
        {
            await desk.GotoAsync(path);
            await desk.LooksGood($"quiz-{name}-en-desk");
        }
    }
}
