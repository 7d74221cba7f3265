using System.Net;
using AngleSharp.Html.Parser;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>Every answer can be shown to an auditor; a late one counts only when a trainer says so, with a reason.</summary>
public sealed class AttemptHistoryTests
{
    private const string Timed = PlainQuiz + ", timeLimit: 20";

    private static async Task<(TestHub Hub, long Person, long Attempt, HttpClient Trainer)> WithALateAnswer(TestDatabase database, string quiz)
    {
        var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, await hub.Quiz(quiz: quiz));
        await hub.AnswersRight(person, attempt, 2);
        await hub.Answers(person, attempt, 3, Chosen("true"), 1, "phone");
        hub.Clock.Advance(TimeSpan.FromMinutes(21));
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal("late", (await hub.Answers(person, attempt, 3, Chosen("false"), 2, "tablet")).Value!.Outcome);
        return (hub, person, attempt, await hub.SignedIn(await hub.Person("T1", "trainer")));
    }

    private static Task<HttpResponseMessage> Post(HttpClient browser, long attempt, string handler, Dictionary<string, string> fields) =>
        Forms.Post(browser, $"/studio/attempts/{attempt}/history", $"/studio/attempts/{attempt}/history?handler={handler}", fields);

    private static Task<long> LateId(TestHub hub) => hub.Scalar<long>("select id from quizzes_answer where outcome = 'late'");

    [Theory, BothDatabases]
    public async Task The_history_shows_every_answer_in_the_order_it_came(TestDatabase database)
    {
        var (hub, person, attempt, trainer) = await WithALateAnswer(database, Timed);
        await using var _ = hub;
        await hub.Answers(person, attempt, 1, Chosen("b"), 1, "tablet"); // out of order, and after the end
        var page = new HtmlParser().ParseDocument(await trainer.GetStringAsync($"/studio/attempts/{attempt}/history"));
        Assert.Equal(["Alpha", "Alpha; Beta", "True", "False", "Beta"], page.QuerySelectorAll("tbody .answer-words").Select(c => c.TextContent.Trim()));
        Assert.Equal(["Counts", "Counts", "Counts", "Too late", "Too late"], page.QuerySelectorAll("tbody .status").Select(c => c.TextContent.Trim()));
        using var auditor = await hub.SignedIn(await hub.Person("A1", "auditor"));
        Assert.DoesNotContain("handler=Accept", await auditor.GetStringAsync($"/studio/attempts/{attempt}/history"), StringComparison.Ordinal);
        using var learner = await hub.SignedIn(person);
        Assert.Equal(HttpStatusCode.Redirect, (await learner.GetAsync($"/studio/attempts/{attempt}/history")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_long_history_comes_in_pages_that_leave_nothing_out(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, await hub.Quiz());
        var (slot, at) = (1, hub.Clock.GetUtcNow());
        await hub.Answers(person, attempt, slot, Chosen("a"), 1, "phone");
        await hub.Execute(
            """
            with recursive n(i) as (select 2 union all select i + 1 from n where i < 250)
            insert into quizzes_answer(attempt_id, slot, sequence, device, answer, language, received_at, outcome)
            select @attempt, @slot, i, case when i > 240 then 'tablet' else 'phone' end, '{"chosen":["b"]}', 'en', @at, 'stale' from n
            """, new { attempt, slot, at });
        using var trainer = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var first = await trainer.Page($"/studio/attempts/{attempt}/history");
        var second = await trainer.Page(first.QuerySelector("a.btn[href*='after=']")!.GetAttribute("href")!);
        string[] Rows(AngleSharp.Html.Dom.IHtmlDocument page) => [.. page.QuerySelectorAll("tbody td[data-label=Device] > span").Select(s => s.TextContent.Trim().Split(' ')[0] + s.QuerySelector(".muted")!.TextContent.Split(' ')[^1])];
        Assert.Equal([.. Enumerable.Range(1, 250).Select(i => (i > 240 ? "B" : "A") + i)], [.. Rows(first), .. Rows(second)]);
        Assert.Null(second.QuerySelector("a.btn[href*='after=']"));
    }

    [Theory, BothDatabases]
    public async Task Whoever_has_a_role_in_the_studio_sees_own_attempts_as_any_learner_does(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (auditor, colleague) = (await hub.Person("A1", "auditor"), await hub.Person("A2", "auditor"));
        var attempt = await hub.Graded(auditor, await hub.Quiz(quiz: PlainQuiz + ", review: { justAfter: [marks] }"), 1);
        using (var own = await hub.SignedIn(auditor))
            foreach (var page in new[] { "", "/history" })
                Assert.Equal($"/learn/attempts/{attempt}", (await own.GetAsync($"/studio/attempts/{attempt}{page}")).Headers.Location?.ToString());
        using var other = await hub.SignedIn(colleague);
        foreach (var page in new[] { "", "/history" })
            Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/studio/attempts/{attempt}{page}")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_late_answer_counts_once_a_trainer_accepts_it_with_a_reason(TestDatabase database)
    {
        var (hub, _, attempt, trainer) = await WithALateAnswer(database, Timed);
        await using var __ = hub;
        Assert.Equal((2000, false), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));
        var late = await LateId(hub);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(trainer, attempt, "Accept", new() { ["answer"] = $"{late}", ["reason"] = " " })).StatusCode);
        Assert.Equal(2000, (await hub.Attempt(attempt)).Mark);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(trainer, attempt, "Accept", new() { ["answer"] = $"{late}", ["reason"] = "The power was out" })).StatusCode);
        Assert.Equal((3000, true), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));
        Assert.Equal(["The power was out"], await hub.Rows<string>("select reason from quizzes_late_accepted"));
        Assert.Equal(["0:1000:The power was out"], await hub.Rows<string>("select before || ':' || after || ':' || reason from quizzes_mark_history"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'quizzes.late-answer-accepted'"));
        Assert.Equal("late", await hub.Scalar<string>("select outcome from quizzes_answer where id = @late", new { late })); // as it came
        Assert.Contains("Too late, accepted", await trainer.GetStringAsync($"/studio/attempts/{attempt}/history"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task An_abandoned_attempt_counts_once_a_trainer_lets_it(TestDatabase database)
    {
        var (hub, person, attempt, trainer) = await WithALateAnswer(database, Timed + ", whenTimeIsUp: abandon");
        await using var _ = hub;
        Assert.Equal(HttpStatusCode.Redirect, (await Post(trainer, attempt, "Accept", new() { ["answer"] = $"{await LateId(hub)}", ["reason"] = "Power cut" })).StatusCode);
        Assert.Equal("abandoned", (await hub.Attempt(attempt)).State);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(trainer, attempt, "Count", new() { ["reason"] = "Power cut" })).StatusCode);
        Assert.Equal(("finished", 3000, true), ((await hub.Attempt(attempt)).State, (await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));
        using var learner = await hub.SignedIn(person);
        Assert.Contains("75%", await learner.GetStringAsync($"/learn/attempts/{attempt}"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Only_a_late_answer_of_this_attempt_that_is_the_latest_can_be_accepted(TestDatabase database)
    {
        var (hub, person, attempt, trainer) = await WithALateAnswer(database, Timed);
        await using var _ = hub;
        Task<HttpStatusCode> Accept(long answer) => Task.Run(async () => (await Post(trainer, attempt, "Accept", new() { ["answer"] = $"{answer}", ["reason"] = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await Accept(4711));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Accept(await hub.Scalar<long>("select min(id) from quizzes_answer")));
        await hub.Answers(person, attempt, 1, Chosen("b"), 1, "aaa"); // late, and before what counts by its order
        Assert.Equal(HttpStatusCode.Conflict, await Accept(await hub.Scalar<long>("select max(id) from quizzes_answer")));
        Assert.Equal(2000, (await hub.Attempt(attempt)).Mark);
    }
}
