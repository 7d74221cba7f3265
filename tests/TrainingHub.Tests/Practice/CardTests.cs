using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Practice;

/// <summary>What is learned of people from their answers.</summary>
public sealed class CardTests
{
    private static Task<List<string>> Shown(TestHub hub) =>
        hub.Rows<string>("select clause || ' ' || cast(answered_on as text) || ' ' || grade from practice_shown order by answered_at, clause");

    [Theory, BothDatabases]
    public async Task Cards_come_from_what_was_really_answered(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
        hub.At("2026-03-02");
        var quiz = await hub.Quiz(PracticeWords.Questions("C-01", "C-01", "C-02", null, "C-02"), "questions: 5, passMark: 50, shuffle: false");
        var person = await hub.Person("E1");
        // Late in the evening it is the next day already where the person works.
        hub.At("2026-03-02", "23:59");
        var attempt = await hub.Started(person, quiz);
        await hub.Answers(person, attempt, "a", "b", "a", "a", null);
        hub.At("2026-03-03", "00:01");
        Assert.Null(await hub.Submits(person, attempt));
        Assert.Empty(await Shown(hub));
        await hub.Learns();
        // One right and one wrong is not known; what was left open shows nothing.
        Assert.Equal(["C-01 2026-03-03 1", "C-02 2026-03-03 3"], await Shown(hub));
        Assert.Equal(["1 1 0 2026-03-04 2026-03-04", "1 0 1 2026-03-06 2026-03-05"], (await hub.Cards()).Select(c => string.Join(' ', c.Split(' ')[3..8])));
    }

    [Theory, BothDatabases]
    public async Task What_is_right_but_unsure_or_slow_is_hard(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(PracticeWords.Questions("C-01", "C-02"), "questions: 2, passMark: 50, shuffle: false, behaviour: confidence");
        var person = await hub.Person("E1");
        // Five others took a hundred seconds each for the second question; nobody's time is known for the first.
        await hub.Execute("insert into practice_seconds(question_id, seconds, answers) select id, 100, 5 from quizzes_question where slug = 'q2'");
        async Task<string> Answer(int certainty, int seconds)
        {
            var attempt = await hub.Started(person, quiz);
            hub.Clock.Advance(TimeSpan.FromSeconds(100));
            await hub.Answers(person, attempt, 1, QuizWords.Chosen("a"), certainty: certainty);
            hub.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await hub.Answers(person, attempt, 2, QuizWords.Chosen("a"), certainty: 3);
            Assert.Null(await hub.Submits(person, attempt));
            await hub.Learns();
            return string.Join(' ', await hub.Rows<long>("select grade from practice_shown where attempt_id = @attempt order by clause", new { attempt }));
        }
        Assert.Equal("2 3", await Answer(certainty: 1, seconds: 50));
        Assert.Equal("3 2", await Answer(certainty: 2, seconds: 400));
        Assert.Equal(7, await hub.Scalar<long>("select sum(s.answers) from practice_seconds s join quizzes_question q on q.id = s.question_id where q.slug = 'q2'"));
    }

    [Theory, BothDatabases]
    public async Task Told_twice_or_out_of_order_the_cards_are_the_same(TestDatabase database)
    {
        var (hub, tidy, greet) = await PracticeWords.WithTwoCourses(database);
        await using var _ = hub;
        var (one, other) = (await hub.Person("E1"), await hub.Person("E2"));
        var attempts = new List<long>();
        foreach (var (day, quiz, answer) in new[] { ("2026-03-02", tidy, "a"), ("2026-03-04", tidy, "b"), ("2026-03-04", greet, "a"), ("2026-03-09", tidy, "a") })
        {
            hub.At(day);
            attempts.Add(await hub.Takes(one, quiz, answer, "a"));
            attempts.Add(await hub.Takes(other, quiz, "a", answer));
        }
        await hub.Learns();
        var (cards, times) = (await hub.Cards(), await hub.Scalar<long>("select sum(answers) from practice_seconds"));
        Assert.Equal(8, cards.Count);
        foreach (var attempt in attempts) await hub.Learns(attempt);
        Assert.Equal((cards, times), (await hub.Cards(), await hub.Scalar<long>("select sum(answers) from practice_seconds")), Same);

        foreach (var table in new[] { "practice_card", "practice_shown", "practice_seconds" }) await hub.Execute($"delete from {table}");
        await Task.WhenAll(Enumerable.Reverse(attempts).Concat(attempts).Select(hub.Learns));
        Assert.Equal(cards, await hub.Cards());
    }

    private static bool Same((List<string> Cards, long Times) a, (List<string> Cards, long Times) b) => a.Cards.SequenceEqual(b.Cards) && a.Times == b.Times;

    [Theory, BothDatabases]
    public async Task All_is_worked_out_anew_from_the_attempts(TestDatabase database)
    {
        var (hub, tidy, greet) = await PracticeWords.WithTwoCourses(database);
        await using var _ = hub;
        var person = await hub.Person("E1");
        await hub.Takes(person, tidy, "b", "a");
        hub.At("2026-03-04");
        await hub.Takes(person, greet, "a", "b");
        await hub.Learns();
        await hub.Answers(person, await hub.Practising(person), "a");
        Assert.Null(await hub.Submits(person, await hub.Practising(person)));
        await hub.Learns();
        var cards = await hub.Cards();
        await hub.Execute("delete from practice_card");
        await hub.Execute("delete from practice_shown");
        Assert.Equal(0, await hub.In(s => ActivatorUtilities.CreateInstance<RebuildVerb>(s).Build("rebuild").Parse([]).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false })));
        Assert.Equal(cards, await hub.Cards());
    }

    [Theory, BothDatabases]
    public async Task A_void_question_is_taken_out_of_the_cards(TestDatabase database)
    {
        var (hub, tidy, _) = await PracticeWords.WithTwoCourses(database);
        await using var __ = hub;
        var attempt = await hub.Takes(await hub.Person("E1"), tidy, "b", "a");
        await hub.Learns();
        await hub.Execute("update quizzes_question_version set voided_at = @now, void_mode = 'full' where question_id = (select min(id) from quizzes_question)", new { now = hub.Clock.GetUtcNow() });
        await hub.Learns(attempt);
        Assert.Equal("C-02", Assert.Single(await hub.Cards()).Split(' ')[2]);
    }
}
