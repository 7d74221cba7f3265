using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Platform;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Exams.ExamWords;

namespace TrainingHub.Tests.Quizzes.Exams;

/// <summary>What an invigilator may do to attempts under way, and what becomes of time and answers.</summary>
public sealed class PauseTests
{
    private static async Task<(TestHub Hub, long Quiz, long Trainer, long Person, long Attempt)> Begun(TestDatabase database, string settings = Invigilated)
    {
        var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: settings), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        return (hub, quiz, trainer, person, await hub.Started(person, quiz));
    }

    [Theory, BothDatabases]
    public async Task The_deadline_moves_by_exactly_the_pause_and_only_once(TestDatabase database)
    {
        var (hub, quiz, trainer, person, attempt) = await Begun(database);
        await using var _ = hub;
        var before = await hub.Deadline(attempt);
        Assert.Equal(1, (await hub.Pauses(trainer, quiz, attempt)).Value);
        Assert.Equal("conflict", (await hub.Pauses(trainer, quiz, attempt)).Problem?.Code);
        hub.Clock.Advance(TimeSpan.FromMinutes(75)); // longer than the whole limit
        Assert.Equal(attempt, await hub.Started(person, quiz)); // still the open one
        Assert.Equal(1, (await hub.LetsGoOn(trainer, quiz, attempt)).Value);
        var moved = (await hub.Deadline(attempt)) - before;
        var log = await hub.InterventionsIn(attempt);
        Assert.Equal(["paused", "resumed"], log.Select(l => l.Kind));
        Assert.Equal(("Fire alarm", (long?)trainer), (log[0].Reason, log[0].ActorId));
        Assert.Equal(log[1].MovedMs, moved.TotalMilliseconds);
        Assert.InRange(moved, TimeSpan.FromMinutes(75), TimeSpan.FromMinutes(76));
        Assert.Equal("conflict", (await hub.LetsGoOn(trainer, quiz, attempt)).Problem?.Code); // as whoever repeats it after a crash
        Assert.Equal(moved, await hub.Deadline(attempt) - before);
        Assert.Equal(["quizzes.exam-paused", "quizzes.exam-resumed"], await hub.Rows<string>("select action from platform_audit where action like 'quizzes.exam%' order by action"));
    }

    /// <summary>Ends what is being done at the next such place, once.</summary>
    private sealed class Dying : FailPoints
    {
        public FailPoint? At { get; set; }

        public override void Pass(FailPoint point)
        {
            if (At != point) return;
            At = null;
            throw new InvalidOperationException("Killed.");
        }
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite, FailPoint.BeforeCommit)]
    [InlineData(TestDatabase.Sqlite, FailPoint.AfterCommit)]
    [InlineData(TestDatabase.Postgres, FailPoint.BeforeCommit)]
    [InlineData(TestDatabase.Postgres, FailPoint.AfterCommit)]
    public async Task Killed_while_it_goes_on_the_pause_is_still_added_once(TestDatabase database, FailPoint at)
    {
        var dying = new Dying();
        await using var hub = await TestHub.Start(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(dying)));
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Invigilated), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        var before = await hub.Deadline(attempt);
        await hub.Pauses(trainer, quiz, attempt);
        hub.Clock.Advance(TimeSpan.FromMinutes(20));
        dying.At = at;
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.LetsGoOn(trainer, quiz, attempt));
        Assert.Equal(at == FailPoint.AfterCommit ? "conflict" : null, (await hub.LetsGoOn(trainer, quiz, attempt)).Problem?.Code);
        Assert.InRange(await hub.Deadline(attempt) - before, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(21));
        Assert.Equal(["paused", "resumed"], (await hub.InterventionsIn(attempt)).Select(l => l.Kind));
    }

    [Theory, BothDatabases]
    public async Task Nothing_counts_during_a_pause_and_nothing_is_lost(TestDatabase database)
    {
        var (hub, quiz, trainer, person, attempt) = await Begun(database);
        await using var _ = hub;
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("b"))).Value!.Outcome);
        await hub.Pauses(trainer, quiz, attempt);
        var late = (await hub.Answers(person, attempt, 1, Chosen("a"), 2)).Value!;
        Assert.Equal(("paused", 1), (late.Outcome, late.Sequence));
        Assert.Equal("paused", (await hub.Submits(person, attempt))?.Code);
        await hub.LetsGoOn(trainer, quiz, attempt);
        Assert.Equal("paused", (await hub.Answers(person, attempt, 1, Chosen("a"), 2)).Value!.Outcome); // sent again, it is what it was
        await hub.Answers(person, attempt, 2, Chosen("a", "b"));
        Assert.Null(await hub.Submits(person, attempt));
        Assert.Equal(1000, (await hub.Attempt(attempt)).Mark);
        var kept = await hub.Scalar<long>("select id from quizzes_answer where outcome = 'paused'");
        Assert.Null(await hub.As(trainer, s => s.Accepts(attempt, kept)));
        Assert.Equal(2000, (await hub.Attempt(attempt)).Mark);
    }

    [Theory, BothDatabases]
    public async Task A_paused_attempt_is_never_closed_by_its_deadline(TestDatabase database)
    {
        var (hub, quiz, trainer, person, attempt) = await Begun(database);
        await using var _ = hub;
        await hub.Pauses(trainer, quiz, attempt);
        hub.Clock.Advance(TimeSpan.FromHours(3));
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal("in-progress", (await hub.Attempt(attempt)).State);
        await hub.LetsGoOn(trainer, quiz, attempt);
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"))).Value!.Outcome);
    }

    [Theory, BothDatabases]
    public async Task One_that_was_forgotten_in_a_pause_is_submitted_with_what_was_saved(TestDatabase database)
    {
        var (hub, quiz, trainer, person, attempt) = await Begun(database, Invigilated + ", whenTimeIsUp: abandon");
        await using var _ = hub;
        await hub.AnswersRight(person, attempt, 3);
        await hub.Pauses(trainer, quiz, attempt);
        hub.Clock.Advance(TimeSpan.FromHours(4));
        await hub.RunJob("quizzes.close-overdue");
        await hub.RunJob("quizzes.close-overdue");
        var row = await hub.Attempt(attempt);
        Assert.Equal(("finished", 3000), (row.State, row.Mark));
        var log = await hub.InterventionsIn(attempt);
        Assert.Equal([("paused", (long?)trainer), ("pause-ran-out", null)], log.Select(l => (l.Kind, l.ActorId)));
    }

    [Theory, BothDatabases]
    public async Task Time_is_added_for_one_or_all_also_when_it_was_just_up(TestDatabase database)
    {
        var (hub, quiz, trainer, person, attempt) = await Begun(database, Invigilated + ", whenTimeIsUp: grace, grace: 30");
        await using var _ = hub;
        var other = await hub.Started(await hub.Person("E2"), quiz);
        var before = (await hub.Deadline(attempt), await hub.Deadline(other));
        Assert.Equal(2, (await hub.AddsTime(trainer, quiz, null, 10)).Value);
        Assert.Equal(1, (await hub.AddsTime(trainer, quiz, attempt, 5)).Value);
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(10)), (await hub.Deadline(attempt) - before.Item1, await hub.Deadline(other) - before.Item2));
        hub.Clock.Advance(TimeSpan.FromMinutes(80));
        await hub.RunJob("quizzes.close-overdue");
        Assert.Equal("overdue", (await hub.Attempt(attempt)).State);
        Assert.Equal(1, (await hub.AddsTime(trainer, quiz, attempt, 5)).Value);
        Assert.Equal("counted", (await hub.Answers(person, attempt, 1, Chosen("a"))).Value!.Outcome);
        foreach (var minutes in new[] { 0, -5, 241 }) Assert.NotNull((await hub.AddsTime(trainer, quiz, attempt, minutes)).Problem);
        Assert.NotNull((await hub.AddsTime(trainer, quiz, attempt, 5, " ")).Problem);
    }

    [Theory, BothDatabases]
    public async Task Extra_time_that_is_granted_later_comes_on_top_of_pauses(TestDatabase database)
    {
        var (hub, quiz, trainer, person, attempt) = await Begun(database);
        await using var _ = hub;
        var before = await hub.Deadline(attempt);
        await hub.AddsTime(trainer, quiz, attempt, 30);
        Assert.Null(await hub.As(trainer, s => s.Grants(quiz, person, 10)));
        Assert.Equal(TimeSpan.FromMinutes(40), await hub.Deadline(attempt) - before);
    }

    [Theory, BothDatabases]
    public async Task An_attempt_is_ended_with_what_was_saved(TestDatabase database)
    {
        var (hub, quiz, trainer, person, attempt) = await Begun(database);
        await using var _ = hub;
        await hub.AnswersRight(person, attempt, 2);
        await hub.Pauses(trainer, quiz, attempt);
        Assert.NotNull(await hub.Ends(trainer, quiz, attempt, ""));
        Assert.Null(await hub.Ends(trainer, quiz, attempt));
        var row = await hub.Attempt(attempt);
        Assert.Equal(("finished", 2000, false), (row.State, row.Mark, row.Passed));
        Assert.Equal("not-found", (await hub.Ends(trainer, quiz, attempt))?.Code);
        Assert.Equal("late", (await hub.Answers(person, attempt, 3, Chosen("false"))).Value!.Outcome);
        Assert.Equal(["paused", "ended"], (await hub.InterventionsIn(attempt)).Select(l => l.Kind));
    }

    [Theory, BothDatabases]
    public async Task Whoever_is_out_of_reach_can_do_nothing(TestDatabase database)
    {
        var (hub, quiz, _, person, attempt) = await Begun(database);
        await using var _1 = hub;
        var stranger = await hub.Person("T2");
        await hub.Grant(stranger, "manager", await hub.Site("FAR", "Far away"), null);
        Assert.Equal("not-found", (await hub.Pauses(stranger, quiz, attempt)).Problem?.Code);
        Assert.Equal("not-found", (await hub.AddsTime(stranger, quiz, attempt, 5)).Problem?.Code);
        Assert.Equal("not-found", (await hub.Ends(stranger, quiz, attempt))?.Code);
        Assert.Equal("conflict", (await hub.Pauses(stranger, quiz, null)).Problem?.Code); // of all it sees: nobody
        Assert.Equal("not-found", (await hub.Pauses(person, quiz, attempt)).Problem?.Code);
        Assert.Empty(await hub.InterventionsIn(attempt));
    }

    [Theory, BothDatabases]
    public async Task A_pause_and_a_submission_come_one_after_the_other(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.Quiz(quiz: Invigilated), await hub.Person("T1", "trainer"));
        for (var i = 0; i < 8; i++)
        {
            var person = await hub.Person($"E{i}");
            var attempt = await hub.Started(person, quiz);
            await hub.AnswersRight(person, attempt, 4);
            var (pause, submit) = (hub.Pauses(trainer, quiz, attempt), hub.Submits(person, attempt));
            await Task.WhenAll(pause, submit);
            var (paused, refused) = ((await pause).Problem is null, (await submit)?.Code);
            var row = await hub.Attempt(attempt);
            // Either it was handed in and the pause found nothing, or it was paused and waits to be handed in: never both, never neither.
            Assert.Equal(paused ? ("in-progress", "paused") : ("finished", null), (row.State, refused));
            if (!paused) Assert.Equal(4000, row.Mark);
        }
    }
}
