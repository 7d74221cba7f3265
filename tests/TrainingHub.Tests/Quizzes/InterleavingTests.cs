using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>Duplicate, late and out-of-order answers, in any order: the state is what the last (sequence, device) says, and all that came is kept.</summary>
public sealed class InterleavingTests
{
    private sealed record Post(int Slot, long Sequence, string Device, string Option)
    {
        public override string ToString() => $"{Slot}/{Sequence}/{Device}={Option}";
    }

    // What one device sends under one sequence is always the same answer: so it does not repeat a number for another one.
    private static readonly Gen<Post> Any =
        from slot in Gen.Elements(1, 4) from sequence in Gen.Choose(1, 4) from device in Gen.Elements("a", "B", "c")
        select new Post(slot, sequence, device, (sequence * 7 + device[0] + slot) % 3 == 0 ? "a" : "b");

    [Theory, BothDatabases]
    public async Task Any_interleaving_ends_in_the_state_that_the_last_sequence_says(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: PlainQuiz + ", timeLimit: 20");
        var person = await hub.Person("E1");
        var round = 0;
        async Task Holds(IReadOnlyList<Post> posts, int inTime)
        {
            var attempt = await hub.Started(person, quiz);
            var sent = posts.Take(inTime).ToList();
            foreach (var post in sent) Assert.NotNull((await hub.Answers(person, attempt, post.Slot, Chosen(post.Option), post.Sequence, post.Device)).Value);
            hub.Clock.Advance(TimeSpan.FromMinutes(20));
            foreach (var post in posts.Skip(inTime))
            {
                var outcome = (await hub.Answers(person, attempt, post.Slot, Chosen(post.Option), post.Sequence, post.Device)).Value!.Outcome;
                Assert.True(sent.Contains(post) || outcome == "late", $"{post} came late and was {outcome}");
            }
            var last = sent.GroupBy(p => p.Slot).Select(g => g.OrderBy(p => p.Sequence).ThenBy(p => p.Device, StringComparer.Ordinal).Last()).OrderBy(p => p.Slot).Select(p => p.ToString());
            Assert.Equal(last, await hub.Rows<string>(
                """
                select s.slot || '/' || n.sequence || '/' || n.device || '=' || case when n.answer like '%"a"%' then 'a' else 'b' end
                from quizzes_slot s join quizzes_answer n on n.id = s.answer_id where s.attempt_id = @attempt order by s.slot
                """, new { attempt }));
            Assert.Equal(posts.Distinct().Count(), await hub.Scalar<int>("select count(*) from quizzes_answer where attempt_id = @attempt", new { attempt }));
            round++;
        }
        var runs = from posts in Any.ListOf() from inTime in Gen.Choose(0, 12) select (posts, inTime);
        await Task.Run(() => Prop.ForAll(Arb.From(runs), run => Holds([.. run.posts], run.inTime).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40)));
        Assert.True(round >= 40);
    }

    [Theory, BothDatabases]
    public async Task Sent_at_once_from_several_devices_it_ends_the_same(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var number = 0;
        async Task Holds(IReadOnlyList<Post> posts)
        {
            var person = await hub.Person($"E{number++}");
            var attempt = await hub.Started(person, quiz);
            await Task.WhenAll(posts.Select(post => Task.Run(() => hub.Answers(person, attempt, post.Slot, Chosen(post.Option), post.Sequence, post.Device))));
            var last = posts.GroupBy(p => p.Slot).Select(g => g.OrderBy(p => p.Sequence).ThenBy(p => p.Device, StringComparer.Ordinal).Last()).OrderBy(p => p.Slot).Select(p => $"{p.Slot}/{p.Sequence}/{p.Device}");
            Assert.Equal(last, await hub.Rows<string>("select s.slot || '/' || n.sequence || '/' || n.device from quizzes_slot s join quizzes_answer n on n.id = s.answer_id where s.attempt_id = @attempt order by s.slot", new { attempt }));
        }
        await Task.Run(() => Prop.ForAll(Arb.From(Any.ListOf()), posts => Holds([.. posts]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(20)));
    }
}
