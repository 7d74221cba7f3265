using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Marking;
using TrainingHub.Modules.Quizzes.Regrading;
using TrainingHub.Tests.Quizzes.Kinds;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Marking;

public sealed class MarkingTests
{
    private static Task<Problem?> Marks(TestHub hub, long trainer, long attempt, int slot, string? mark, params (string, int)[] points) =>
        hub.As(trainer, s => s.GetRequiredService<MarkAnswer>().Handle(new NewMark(attempt, slot, points.ToDictionary(p => p.Item1, p => p.Item2), mark, null), trainer, default));

    private static Task<Problem?> Overrides(TestHub hub, long trainer, long attempt, int slot, string mark, long seen, string? reason = "Looked again") =>
        hub.As(trainer, s => s.GetRequiredService<OverrideMark>().Handle(new NewOverride(attempt, slot, mark, seen, reason, null), trainer, default));

    private static Task<bool> Grades(TestHub hub, long attempt) => hub.In(s => s.GetRequiredService<GradeAttempt>().Handle(attempt, default));

    [Theory, BothDatabases]
    public async Task A_trainer_marks_by_the_rubric_question_after_question_and_the_last_mark_grades_the_attempt(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.QuizOfEveryKind(), await hub.Person("E1"));
        var attempt = await hub.HandedIn(person, quiz);
        using var trainer = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var queue = await trainer.Page("/studio/marking");
        Assert.Equal(["Nine", "Ten"], queue.QuerySelectorAll("tbody th").Select(t => t.TextContent.Trim()));
        var (text, photo) = (queue.QuerySelectorAll("tbody a")[0].GetAttribute("href")!, queue.QuerySelectorAll("tbody a")[1].GetAttribute("href")!);

        // Blind until asked.
        var name = await hub.Scalar<string>("select name from people_person where id = @person", new { person }) ?? "";
        var page = await trainer.Page(text);
        Assert.DoesNotContain(name, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(name, (await trainer.Page($"{text}?names=true")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sorry.", page.QuerySelector(".written")!.TextContent, StringComparison.Ordinal);

        // A criterion without points is refused, and what was written stays.
        var refused = await trainer.PostAsync(text, page.Form("main form", [("points-greets", "1"), ("comment", "Good tone")]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Good tone", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await trainer.PostAsync(text, page.Form("main form", [("points-greets", "1"), ("points-sorry", "2"), ("comment", "Good tone")]))).StatusCode);
        Assert.Null((await hub.Attempt(attempt)).GradedAt);
        Assert.Contains("All answers to this question are marked.", (await trainer.Page(text)).Body!.TextContent, StringComparison.Ordinal);

        page = await trainer.Page(photo);
        Assert.Equal("image/jpeg", (await trainer.GetAsync(page.QuerySelector(".photo-preview")!.GetAttribute("src")!)).Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.Redirect, (await trainer.PostAsync(photo, page.Form("main form", [("givenMark", "0.5")]))).StatusCode);
        var graded = await hub.Attempt(attempt);
        Assert.Equal((8000 + 750 + 500, true), (graded.Mark, graded.Passed));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt where graded_at is not null"));
        Assert.Empty((await trainer.Page("/studio/marking")).QuerySelectorAll("tbody tr"));

        using var learner = await hub.SignedIn(person);
        var result = await learner.Page($"/learn/attempts/{attempt}");
        Assert.Equal("92%", result.QuerySelector(".result-percent")!.TextContent);
        Assert.Contains("Good tone", result.QuerySelector(".review")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 of 3 points", result.QuerySelector(".review")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task The_job_that_grades_leaves_what_waits_for_a_trainer_alone(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var attempt = await hub.HandedIn(await hub.Person("E1"), await hub.QuizOfEveryKind());
        var since = await hub.Scalar<DateTimeOffset?>("select marking_since from quizzes_attempt");
        Assert.NotNull(since);
        hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(await Grades(hub, attempt));
        Assert.Equal(since, await hub.Scalar<DateTimeOffset?>("select marking_since from quizzes_attempt"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_attempt where state = 'finished' and graded_at is null and marking_since is null"));
    }

    [Theory, BothDatabases]
    public async Task Marks_are_given_once_within_scope_and_never_to_oneself(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.QuizOfEveryKind(), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var (own, theirs) = (await hub.HandedIn(trainer, quiz), await hub.HandedIn(person, quiz));
        Assert.Equal("not-found", (await Marks(hub, trainer, own, 10, "1"))?.Code);
        Assert.Equal("not-found", (await Marks(hub, await hub.Person("E3"), theirs, 10, "1"))?.Code);
        Assert.Equal("not-found", (await Marks(hub, trainer, theirs, 1, "1"))?.Code);
        foreach (var mark in new[] { null, "", "-1", "1.001", "0.0001", "x", "1e0" }) Assert.Equal("The mark is a number from 0 to 1 with at most three decimals.", $"{await Marks(hub, trainer, theirs, 10, mark)}");
        Assert.Null(await Marks(hub, trainer, theirs, 10, "1,0"));
        Assert.Equal("conflict", (await Marks(hub, trainer, theirs, 10, "0"))?.Code);
        Assert.Equal("Give points for every criterion.", $"{await Marks(hub, trainer, theirs, 9, "1", ("greets", 2), ("sorry", 0))}");
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_mark_history"));

        using var learner = await hub.SignedIn(person);
        foreach (var url in new[] { "/studio/marking", $"/studio/attempts/{theirs}/marks/1" }) Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync(url)).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_mark_is_changed_with_a_reason_and_what_stood_before_is_kept(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (trainer, person) = (await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var attempt = await hub.Graded(person, await hub.Quiz(), 2);
        Assert.False((await hub.Attempt(attempt)).Passed);
        Assert.Contains("Write why", $"{await Overrides(hub, trainer, attempt, 4, "1", 0, reason: " ")}", StringComparison.Ordinal);
        Assert.Equal("conflict", (await Overrides(hub, trainer, attempt, 4, "1", 500))?.Code);
        Assert.Contains("already", $"{await Overrides(hub, trainer, attempt, 4, "0", 0)}", StringComparison.Ordinal);
        Assert.Equal("not-found", (await Overrides(hub, person, attempt, 4, "1", 0))?.Code);
        Assert.Null(await Overrides(hub, trainer, attempt, 4, "1", 0));
        Assert.Equal((3000, true), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));
        Assert.Null(await Overrides(hub, trainer, attempt, 4, "0.25", 1000, "Too generous"));
        Assert.Equal((2250, false), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).Passed));

        using var browser = await hub.SignedIn(trainer);
        var page = await browser.Page($"/studio/attempts/{attempt}/marks/4");
        Assert.Equal(["0 1 Looked again", "1 0.25 Too generous"], page.QuerySelectorAll("tbody tr").Select(r => $"{r.Children[3].TextContent} {r.Children[4].TextContent} {r.Children[5].TextContent}"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from platform_audit where action = 'quizzes.mark-overridden'"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync($"/studio/attempts/{attempt}/marks/4", page.Form("main form", [("mark", "1"), ("reason", "Right after all")]))).StatusCode);
        Assert.True((await hub.Attempt(attempt)).Passed);
        Assert.Contains("/studio/attempts/" + attempt + "/marks/1", (await browser.Page($"/studio/attempts/{attempt}")).QuerySelectorAll(".review-change").Select(a => a.GetAttribute("href")));
    }

    private static async Task Regrades(TestHub hub, long trainer, string slug, string kind)
    {
        var question = await hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug });
        Assert.Null((await hub.As(trainer, s => s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(question, kind, null, "Worth more"), default))).Problem);
        Assert.Equal("ok", (await hub.RunJob(QueueJobs.IdOf(Queues.General))).Outcome);
    }

    [Theory, BothDatabases]
    public async Task After_a_regrade_marks_are_given_and_changed_by_the_rubric_and_the_maximum_that_count(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.QuizOfEveryKind(), await hub.Person("T1", "trainer"));
        var attempt = await hub.HandedIn(await hub.Person("E1"), quiz);
        await hub.Import(Folder(EveryKind.Questions.Replace("id: q10", "id: q10\n    marks: 2").Replace("id: q09", "id: q09\n    marks: 2").Replace("points: 3", "points: 1").Replace("id: q01", "id: q01\n    marks: 3"), EveryKind.Quiz));
        foreach (var slug in new[] { "q01", "q09", "q10" }) await Regrades(hub, trainer, slug, RegradePlan.ByKey);
        using var browser = await hub.SignedIn(trainer);
        var queue = await browser.Page("/studio/marking");
        Assert.Contains("Mark, from 0 to 2", (await browser.Page(queue.QuerySelectorAll("tbody a")[1].GetAttribute("href")!)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Give points for every criterion.", $"{await Marks(hub, trainer, attempt, 9, null, ("greets", 1), ("sorry", 2))}");
        Assert.Null(await Marks(hub, trainer, attempt, 9, null, ("greets", 0), ("sorry", 1)));
        Assert.Null(await Marks(hub, trainer, attempt, 10, "1.5"));
        Assert.Equal((3000 + 7000 + 1000 + 1500, 3000 + 7000 + 2000 + 2000), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).MaxMark));
        Assert.Contains("The mark is 3 of 3 now", (await browser.Page($"/studio/attempts/{attempt}/marks/1")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(await Overrides(hub, trainer, attempt, 1, "2.5", 3000));
        Assert.Equal(2500 + 7000 + 1000 + 1500, (await hub.Attempt(attempt)).Mark);
    }

    [Theory, BothDatabases]
    public async Task The_mark_of_a_void_question_is_not_changed_and_its_answers_wait_for_nobody(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.QuizOfEveryKind(), await hub.Person("T1", "trainer"));
        var attempt = await hub.HandedIn(await hub.Person("E1"), quiz);
        await Regrades(hub, trainer, "q01", RegradePlan.VoidFull);
        await Regrades(hub, trainer, "q09", RegradePlan.VoidRemoved);
        using var browser = await hub.SignedIn(trainer);
        Assert.Single((await browser.Page("/studio/marking")).QuerySelectorAll("tbody tr"));
        Assert.Equal("conflict", (await Marks(hub, trainer, attempt, 9, null, ("greets", 1), ("sorry", 2)))?.Code);
        Assert.Null(await Marks(hub, trainer, attempt, 10, "1"));
        foreach (var (slot, seen) in new[] { (1, 1000), (9, 0) })
        {
            Assert.StartsWith("This question is void", (await Overrides(hub, trainer, attempt, slot, "0.5", seen))?.ToString());
            var page = await browser.Page($"/studio/attempts/{attempt}/marks/{slot}");
            Assert.Contains("This question is void", page.QuerySelector("main .alert")!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("main form"));
        }
        Assert.Equal((9000, 9000), ((await hub.Attempt(attempt)).Mark, (await hub.Attempt(attempt)).MaxMark));
        var result = await browser.Page($"/studio/attempts/{attempt}");
        Assert.DoesNotContain($"/studio/attempts/{attempt}/marks/1", result.QuerySelectorAll(".review-change").Select(a => a.GetAttribute("href")));
    }

    /// <summary>Two trainers press at once: one mark counts, the other is told.</summary>
    [Theory, BothDatabases]
    public async Task Two_trainers_at_one_answer_give_one_mark(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (one, two) = (await hub.Person("T1", "trainer"), await hub.Person("T2", "trainer"));
        var attempt = await hub.HandedIn(await hub.Person("E1"), await hub.QuizOfEveryKind());
        var answers = await Task.WhenAll(Marks(hub, one, attempt, 10, "1"), Marks(hub, two, attempt, 10, "0"));
        Assert.Single(answers, a => a is null);
        Assert.Single(answers, a => a?.Code == "conflict");
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_mark_history"));
    }
}
