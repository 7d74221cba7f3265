using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

public sealed class StartAttemptTests
{
    [Theory, BothDatabases]
    public async Task Starting_while_an_attempt_is_open_gives_the_open_one(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        Assert.Equal(await hub.Started(person, quiz), await hub.Started(person, quiz));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt"));
    }

    [Theory, BothDatabases]
    public async Task A_repeated_start_with_the_same_uuid_gives_the_same_attempt_even_after_it_ended(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        const string uuid = "0b0e0d9e-6c7c-4d35-9f0a-1f2e3d4c5b6a";
        var first = await hub.Starts(person, quiz, uuid);
        await hub.Submits(person, first.Value);
        Assert.Equal(first.Value, (await hub.Starts(person, quiz, uuid.ToUpperInvariant())).Value);
        Assert.Equal("conflict", (await hub.Starts(await hub.Person("E2"), quiz, uuid)).Problem?.Code);
        Assert.Equal("refused", (await hub.Starts(person, quiz, "not a uuid")).Problem?.Code);
    }

    [Theory, BothDatabases]
    public async Task The_number_of_attempts_is_kept_to(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: PlainQuiz + ", attempts: 2"), await hub.Person("E1"));
        await hub.Graded(person, quiz, 0);
        await hub.Graded(person, quiz, 0);
        Assert.StartsWith("All 2 attempts", (await hub.Starts(person, quiz)).Problem?.ToString());
    }

    [Theory, BothDatabases]
    public async Task The_wait_between_attempts_counts_from_the_submission(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: PlainQuiz + ", wait: 30"), await hub.Person("E1"));
        await hub.Graded(person, quiz, 0);
        Assert.Equal("You can try again in 30 minutes.", (await hub.Starts(person, quiz)).Problem?.ToString());
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Null((await hub.Starts(person, quiz)).Problem);
    }

    [Theory, BothDatabases]
    public async Task The_deadline_is_start_plus_limit_and_none_without_a_limit(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var timed = await hub.Started(person, await hub.Quiz(quiz: PlainQuiz + ", timeLimit: 20"));
        var untimed = await hub.Started(person, await hub.Quiz(slug: "calm"));
        var row = Assert.Single(await hub.Rows<(DateTimeOffset Start, DateTimeOffset Deadline)>("select started_at, deadline_at from quizzes_attempt where id = @timed", new { timed }));
        Assert.Equal(TimeSpan.FromMinutes(20), row.Deadline - row.Start);
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt where id = @untimed and deadline_at is null", new { untimed }));
    }

    [Theory, BothDatabases]
    public async Task Unseen_questions_come_first_then_the_least_seen_and_none_twice(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: "questions: 2, passMark: 50, shuffle: true"), await hub.Person("E1"));
        Task<List<long>> Asked(long attempt) => hub.Rows<long>("select question_version_id from quizzes_slot where attempt_id = @attempt order by 1", new { attempt });
        var first = await Asked(await hub.Graded(person, quiz, 0));
        var second = await Asked(await hub.Graded(person, quiz, 0));
        Assert.Equal(4, first.Concat(second).Distinct().Count());
        await hub.Graded(person, quiz, 0);
        await hub.Graded(person, quiz, 0);
        Assert.Equal([2, 2, 2, 2], await hub.Rows<int>("select count(*) from quizzes_slot group by question_version_id"));
    }

    [Theory, BothDatabases]
    public async Task The_draw_takes_so_many_of_each_tag(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: "questions: 3, passMark: 50, draw: [{ tags: [scene], count: 2 }, { tags: [core], count: 1 }]");
        var attempt = await hub.Started(await hub.Person("E1"), quiz);
        Assert.Equal(["core:1", "scene:2"], await hub.Rows<string>("select t.tag || ':' || count(*) from quizzes_slot s join quizzes_question_tag t on t.question_version_id = s.question_version_id where s.attempt_id = @attempt group by t.tag order by t.tag", new { attempt }));
    }

    [Theory, BothDatabases]
    public async Task Nothing_changes_places_unless_both_quiz_and_question_allow_it(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var firm = FourQuestions.Replace("id: q2", "id: q2\n    shuffle: false");
        var still = await hub.Quiz(firm, "questions: 4, passMark: 75, shuffle: false");
        var mixed = await hub.Quiz(firm, "questions: 4, passMark: 75, shuffle: true", "mixed");
        var orders = new HashSet<string>();
        for (var i = 0; i < 12; i++)
        {
            var person = await hub.Person($"E{i}");
            var plain = await hub.Started(person, still);
            Assert.Equal(["[\"a\",\"b\"]", "[\"a\",\"b\",\"c\"]", "[\"true\",\"false\"]", "[\"a\",\"b\"]"], await hub.Rows<string>("select option_order from quizzes_slot where attempt_id = @plain order by slot", new { plain }));
            var attempt = await hub.Started(person, mixed);
            foreach (var row in await hub.Rows<string>("select q.slug || s.option_order from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id join quizzes_question q on q.id = v.question_id where s.attempt_id = @attempt", new { attempt }))
                orders.Add(row);
        }
        Assert.Contains("q1[\"b\",\"a\"]", orders);
        Assert.Contains("q1[\"a\",\"b\"]", orders);
        Assert.Single(orders, o => o.StartsWith("q2", StringComparison.Ordinal));
        Assert.Single(orders, o => o.StartsWith("q3", StringComparison.Ordinal));
    }

    [Theory, BothDatabases]
    public async Task An_attempt_whose_time_ran_out_is_closed_and_a_new_one_started(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: PlainQuiz + ", timeLimit: 20"), await hub.Person("E1"));
        var first = await hub.Started(person, quiz);
        hub.Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.NotEqual(first, await hub.Started(person, quiz));
        Assert.Equal("finished", (await hub.Attempt(first)).State);
    }

    [Theory, BothDatabases]
    public async Task There_is_no_quiz_of_another_number(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        Assert.Equal("not-found", (await hub.Starts(await hub.Person("E1"), 4711)).Problem?.Code);
    }

    [Fact]
    public async Task Two_starts_at_once_give_one_attempt()
    {
        await using var hub = await TestHub.Start(TestDatabase.Postgres);
        var quiz = await hub.Quiz();
        for (var round = 0; round < 200; round++)
        {
            var person = await hub.Person($"B{round}");
            using var barrier = new Barrier(2);
            var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                barrier.SignalAndWait();
                return await hub.Starts(person, quiz);
            })));
            Assert.All(both, o => Assert.Null(o.Problem));
            Assert.Equal(both[0].Value, both[1].Value);
        }
        Assert.Equal(200, await hub.Scalar<long>("select count(*) from quizzes_attempt"));
        Assert.Equal(800, await hub.Scalar<long>("select count(*) from quizzes_slot"));
    }
}
