using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Statistics;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Statistics.StatisticsWords;

namespace TrainingHub.Tests.Quizzes.Statistics;

public sealed class CountAttemptsTests
{
    [Theory, BothDatabases]
    public async Task A_graded_attempt_adds_to_the_sums_what_it_says(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        hub.Clock.Advance(TimeSpan.FromSeconds(20));
        await hub.Answers(person, attempt, 1, Chosen("a"));
        hub.Clock.Advance(TimeSpan.FromSeconds(30));
        await hub.Answers(person, attempt, 2, Chosen("a", "c"));
        await hub.Submits(person, attempt);
        var versions = await hub.Rows<long>("select question_version_id from quizzes_slot where attempt_id = @attempt order by slot", new { attempt });
        Assert.Equal(
        [
            // One right of four: a share of 2500, in the sixth twentieth; the rest of the right question is 0 of 3, that of the others 1 of 3.
            $"item {versions[0]} en 1: 1 0 1000 1000 1 10000 0 0 100000000 0 1 20",
            $"item {versions[1]} en 1: 1 0 0 1000 1 0 3333 0 0 11108889 1 30",
            $"item {versions[2]} en 1: 1 1 0 1000 1 0 3333 0 0 11108889 0 0",
            $"item {versions[3]} en 1: 1 1 0 1000 1 0 3333 0 0 11108889 0 0",
            $"mark {quiz} 1 0 en 1 5: 1 0 2500",
            $"response {versions[0]} 1 a: 1",
            $"response {versions[1]} 1 a: 1",
            $"response {versions[1]} 1 c: 1",
        ], await Sums(hub));
    }

    [Theory, BothDatabases]
    public async Task Counting_an_attempt_again_changes_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var attempt = await hub.Graded(await hub.Person("E1"), await hub.Quiz(), 3);
        var once = await Sums(hub);
        await hub.In(async s => { await s.GetRequiredService<CountAttempts>().Handle([attempt], default); return 0; });
        Assert.Equal(once, await Sums(hub));
    }

    [Theory, BothDatabases]
    public async Task A_recount_gives_the_same_sums_and_mends_broken_ones(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        for (var i = 0; i < 25; i++)
        {
            var person = await hub.Person($"E{i}");
            await hub.Graded(person, quiz, i % 5);
            if (i % 4 == 0) await hub.Graded(person, quiz, 4);
        }
        var grown = await Sums(hub);
        await hub.Execute("update quizzes_item_sum set marks = marks + 7, attempts = 1");
        await hub.Execute("delete from quizzes_response_sum");
        Assert.NotEqual(grown, await Sums(hub));
        await Recount(hub, quiz);
        Assert.Equal(grown, await Sums(hub));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_statistics where recount_after is not null"));
    }

    [Theory, BothDatabases]
    public async Task A_transfer_moves_no_result_that_was_counted(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        await hub.Graded(person, quiz, 3);
        var before = await Sums(hub);
        var south = await hub.Site("SOUTH");
        await hub.Execute("update people_person set site_id = @south where id = @person", new { south, person });
        await Recount(hub, quiz);
        Assert.Equal(before, await Sums(hub));
    }

    [Fact]
    public async Task Many_graded_at_once_lose_nothing()
    {
        await using var hub = await TestHub.Start(TestDatabase.Postgres);
        var quiz = await hub.Quiz();
        var attempts = new List<(long Person, long Attempt)>();
        for (var i = 0; i < 48; i++)
        {
            var person = await hub.Person($"E{i}");
            var attempt = await hub.Started(person, quiz);
            await hub.AnswersRight(person, attempt, i % 5);
            attempts.Add((person, attempt));
        }
        await Task.WhenAll(attempts.Select(a => Task.Run(() => hub.Submits(a.Person, a.Attempt))));
        Assert.Equal(48, await hub.Scalar<long>("select cast(sum(attempts) as bigint) from quizzes_mark_sum"));
        var grown = await Sums(hub);
        await Recount(hub, quiz);
        Assert.Equal(grown, await Sums(hub));
    }
}
