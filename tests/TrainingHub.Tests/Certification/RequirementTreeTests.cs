using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Rules;
using Xunit;
using static TrainingHub.Modules.Certification.Rules.Requirement;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class RequirementTreeTests
{
    private static readonly Leaf Read = new("course", "grooming");
    private static readonly Leaf Pass = new("quiz", "grooming");
    private static readonly Leaf Check = new("check", "floor");

    private static DateTimeOffset Hour(int n) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(n);

    private static Evidence Shown(Leaf leaf, int hour, string reference = "r") => new(leaf.Kind, leaf.Key, Hour(hour), reference);

    private static Requirement Tree(string json, EvidenceKinds? kinds = null)
    {
        var (tree, faults) = RequirementJson.Parse(json, kinds);
        return tree ?? throw new FormatException(string.Join("; ", faults));
    }

    [Fact]
    public void All_of_is_satisfied_when_the_last_part_is()
    {
        var state = new AllOf(Read, Pass).Evaluate([Shown(Pass, 3), Shown(Read, 5), Shown(Read, 9)]);
        Assert.Equal(Hour(5), state.SatisfiedAt);
        Assert.Equal((2, 2), (state.Done, state.Needed));
        Assert.Empty(state.Missing);
        Assert.Equal([Hour(3), Hour(5)], state.Used.Select(e => e.OccurredAt));
    }

    [Fact]
    public void What_is_missing_is_named_and_counted()
    {
        var state = new AllOf(Read, Pass, Check).Evaluate([Shown(Pass, 3), new Evidence("course", "other", Hour(1), "x"), new Evidence("quiz", "floor", Hour(1), "y")]);
        Assert.False(state.IsSatisfied);
        Assert.Equal([Read, Check], state.Missing);
        Assert.Equal((1, 3), (state.Done, state.Needed));
    }

    [Fact]
    public void Any_of_is_satisfied_by_the_nth_part_and_uses_no_more()
    {
        var two = new AnyOf(2, Read, Pass, Check);
        var state = two.Evaluate([Shown(Check, 2), Shown(Read, 4), Shown(Pass, 8)]);
        Assert.Equal(Hour(4), state.SatisfiedAt);
        Assert.Equal((2, 2), (state.Done, state.Needed));
        Assert.Equal(["check", "course"], state.Used.Select(e => e.Kind));
        var half = two.Evaluate([Shown(Check, 2)]);
        Assert.Equal((1, 2), (half.Done, half.Needed));
        Assert.Equal([Read, Pass], half.Missing); // either will do
    }

    [Fact]
    public void Any_of_shows_the_progress_of_the_way_that_is_nearest_to_done()
    {
        var tree = new AnyOf(1, Check, new AllOf(Read, Pass, new Leaf("quiz", "b")));
        var none = tree.Evaluate([]);
        Assert.Equal((0, 1), (none.Done, none.Needed));
        var some = new AnyOf(1, new AllOf(Check, new Leaf("check", "b")), new AllOf(Read, Pass, new Leaf("quiz", "b"))).Evaluate([Shown(Read, 1), Shown(Pass, 2)]);
        Assert.Equal((2, 3), (some.Done, some.Needed));
    }

    [Fact]
    public void Points_are_reached_by_the_earliest_parts_that_suffice()
    {
        var ten = new Points(10, (5, Read), (3, Pass), (5, Check), (2, new Leaf("quiz", "b")));
        var state = ten.Evaluate([Shown(Pass, 1), Shown(Check, 4), Shown(Read, 7), Shown(new Leaf("quiz", "b"), 9)]);
        Assert.Equal(Hour(7), state.SatisfiedAt); // 3 + 5 + 5; the last two would have come too late
        Assert.Equal(["quiz", "check", "course"], state.Used.Select(e => e.Kind));
        var half = ten.Evaluate([Shown(Pass, 1), Shown(new Leaf("quiz", "b"), 2)]);
        Assert.Equal((2, 3), (half.Done, half.Needed)); // 3 + 2, and one of the fives
        Assert.Equal([Read, Check], half.Missing);
    }

    [Fact]
    public void In_order_evidence_counts_only_after_the_step_before()
    {
        var tree = new InOrder(Read, Pass, Check);
        var early = tree.Evaluate([Shown(Pass, 1), Shown(Read, 2), Shown(Check, 3)]);
        Assert.Equal([Pass, Check], early.Missing);
        Assert.Equal((1, 3), (early.Done, early.Needed));
        var again = tree.Evaluate([Shown(Check, 3), Shown(Pass, 1), Shown(Read, 2), Shown(Pass, 4), Shown(Check, 4)]);
        Assert.Equal(Hour(4), again.SatisfiedAt); // at the same instant is after
    }

    [Fact]
    public void In_order_the_same_thing_may_be_asked_for_again() =>
        Assert.Equal(Hour(7), Tree("""{"inOrder":[{"quiz":"grooming"},{"check":"floor"},{"quiz":"grooming"}]}""").Evaluate([Shown(Pass, 1), Shown(Check, 5), Shown(Pass, 7)]).SatisfiedAt);

    [Fact]
    public void In_order_holds_for_everything_inside_a_step()
    {
        var tree = new InOrder(Read, new AllOf(Pass, new AnyOf(1, Check, new Leaf("check", "b"))));
        Assert.False(tree.Evaluate([Shown(Check, 1), Shown(Read, 2), Shown(Pass, 3)]).IsSatisfied);
        Assert.Equal(Hour(6), tree.Evaluate([Shown(Check, 1), Shown(Read, 2), Shown(Pass, 3), Shown(new Leaf("check", "b"), 6)]).SatisfiedAt);
    }

    [Fact]
    public void Evidence_from_different_clocks_is_compared_by_the_instant()
    {
        var eastern = new Evidence("quiz", "grooming", new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.FromHours(8)), "shanghai"); // 02:00 UTC
        Assert.Equal(["shanghai"], Pass.Evaluate([Shown(Pass, 9, "utc"), eastern]).Used.Select(e => e.Reference));
    }

    [Theory]
    [InlineData("""{"allOf":[{"course":"grooming"},{"quiz":"grooming"}]}""")]
    [InlineData("""{"quiz":"grooming"}""")]
    [InlineData("""{"anyOf":[{"course":"a"},{"course":"b-2"},{"quiz":"b-2"}],"count":2}""")]
    [InlineData("""{"anyOf":[{"course":"a"},{"course":"b"}]}""")]
    [InlineData("""{"points":10,"of":[{"worth":5,"course":"a"},{"worth":3,"anyOf":[{"quiz":"a"},{"quiz":"b"}]},{"worth":2,"points":1,"of":[{"worth":1,"program":"c"}]}]}""")]
    [InlineData("""{"inOrder":[{"course":"a"},{"anyOf":[{"quiz":"a"},{"allOf":[{"quiz":"b"}]}]}]}""")]
    public void A_tree_is_written_as_it_was_read(string json)
    {
        Assert.Equal(json, Tree(json, Kinds).ToJson());
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Requirement>(json)));
    }

    [Fact]
    public void A_tree_can_be_part_of_something_larger()
    {
        var json = JsonSerializer.Serialize(new { renewal = (Requirement)new AllOf(Pass) });
        Assert.Equal("""{"renewal":{"allOf":[{"quiz":"grooming"}]}}""", json);
        var thrown = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<string, Requirement>>("""{"renewal":{"allOf":[{"quiz":3}]}}"""));
        Assert.Contains("allOf[0].quiz: quiz needs a text; it is 3", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "", "map with one key")]
    [InlineData("{}", "", "exactly one key, not 0")]
    [InlineData("""{"course":"a","quiz":"a"}""", "", "exactly one key, not 2")]
    [InlineData("""{"course":"a","course":"b"}""", "", "exactly one key, not 2")]
    [InlineData("""{"allOf":[]}""", "allOf", "at least one")]
    [InlineData("""{"allOf":{"course":"a"}}""", "allOf", "needs a list")]
    [InlineData("""{"allOf":[{"course":"a"},{"anyOf":[{"quiz":"A"}]}]}""", "allOf[1].anyOf[0].quiz", "lower-case letters")]
    [InlineData("""{"course":""}""", "course", "slug")]
    [InlineData("""{"course":null}""", "course", "slug")]
    [InlineData("""{"lesson":"a"}""", "lesson", "expected allOf, anyOf, inOrder, points or one of: course, external, program, quiz, signed")]
    [InlineData("""{"AllOf":[{"course":"a"}]}""", "AllOf", "is not known here")]
    [InlineData("""{"anyOf":[{"course":"a"}],"count":2}""", "anyOf", "from 1 to 1")]
    [InlineData("""{"anyOf":[{"course":"a"}],"count":0}""", "anyOf", "it is 0")]
    [InlineData("""{"anyOf":[{"course":"a"}],"count":"1"}""", "anyOf", "whole number")]
    [InlineData("""{"anyOf":[{"course":"a"}],"count":1.5}""", "anyOf", "whole number")]
    [InlineData("""{"allOf":[{"course":"a"}],"count":1}""", "", "count belongs to anyOf")]
    [InlineData("""{"count":1}""", "", "exactly one key")]
    [InlineData("""{"allOf":[{"course":"a"},{"course":"a"}]}""", "allOf", "stands here twice")]
    [InlineData("""{"points":3,"of":[]}""", "points", "at least one requirement")]
    [InlineData("""{"points":3}""", "points", "needs beside it a list of")]
    [InlineData("""{"points":3,"of":[{"worth":2,"course":"a"}]}""", "points", "from 1 to 2, what all parts give together; it is 3")]
    [InlineData("""{"points":1,"of":[{"course":"a"},{"worth":1,"quiz":"a"}]}""", "of[0]", "says its worth")]
    [InlineData("""{"points":1,"of":[{"worth":1,"course":"a"},{"worth":1,"course":"a"}]}""", "of", "stands here twice")]
    [InlineData("""{"allOf":[{"course":"a"}],"of":[]}""", "", "of belongs to points")]
    [InlineData("""{"worth":1,"course":"a"}""", "", "exactly one key, not 2")]
    [InlineData("""{"allOf":""", "", "not JSON")]
    public void A_fault_in_a_tree_is_named_with_its_place(string json, string path, string text)
    {
        var (tree, faults) = RequirementJson.Parse(json, Kinds);
        Assert.Null(tree);
        var fault = Assert.Single(faults);
        Assert.Equal(path, fault.Path);
        Assert.Contains(text, fault.Problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_found_at_once() =>
        Assert.Equal(
            ["allOf[0].course", "allOf[1].anyOf", "allOf[2]"],
            RequirementJson.Parse("""{"allOf":[{"course":1},{"anyOf":[]},7]}""").Faults.Select(f => f.Path));

    [Fact]
    public void A_branch_of_nothing_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => new AllOf());
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnyOf(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnyOf(3, Read, Pass));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnyOf(0, Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Points(6, (5, Read)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Points(1, (5, Read), (0, Pass)));
    }

    private static Gen<Requirement> Trees(int depth)
    {
        var leaf = from kind in Gen.Elements("course", "quiz") from key in Gen.Elements("a", "b", "c") select (Requirement)new Leaf(kind, key);
        if (depth == 0) return leaf;
        var branch =
            from size in Gen.Choose(1, 3)
            from parts in Trees(depth - 1).ArrayOf(size)
            from kind in Gen.Choose(0, 3)
            from count in Gen.Choose(1, size)
            from worths in Gen.Choose(1, 4).ArrayOf(size)
            select (Requirement)(kind switch { 0 => new AllOf(parts), 1 => new AnyOf(count, parts), 2 => new InOrder(parts), _ => new Points(1 + (worths.Sum() - 1) * count / size, [.. worths.Zip(parts)]) });
        return Gen.Frequency((1, leaf), (3, branch));
    }

    private static Gen<Evidence[]> AnyEvidence { get; } =
        Gen.Choose(0, 14).SelectMany(n =>
            (from kind in Gen.Elements("course", "quiz") from key in Gen.Elements("a", "b", "c") from hour in Gen.Choose(0, 9) select (kind, key, hour))
            .ArrayOf(n)).Select(all => all.Select((e, i) => new Evidence(e.kind, e.key, Hour(e.hour), $"ref-{i:00}")).ToArray());

    /// <summary>Is it satisfied by what occurred from one moment to another? Tries every division in order; says nothing of when.</summary>
    private static bool Naive(Requirement tree, Evidence[] evidence, int from, int to) => tree switch
    {
        Leaf leaf => evidence.Any(e => e.Kind == leaf.Kind && e.Key == leaf.Key && e.OccurredAt >= Hour(from) && e.OccurredAt <= Hour(to)),
        AllOf all => all.Parts.All(p => Naive(p, evidence, from, to)),
        AnyOf any => any.Parts.Count(p => Naive(p, evidence, from, to)) >= any.Count,
        Points points => points.Parts.Zip(points.Worths).Where(p => Naive(p.First, evidence, from, to)).Sum(p => p.Second) >= points.Needed,
        InOrder { Parts.Count: 1 } steps => Naive(steps.Parts[0], evidence, from, to),
        InOrder steps => Enumerable.Range(from, Math.Max(0, to - from + 1))
            .Any(cut => Naive(steps.Parts[0], evidence, from, cut) && Naive(new InOrder([.. steps.Parts.Skip(1)]), evidence, cut, to)),
        _ => false,
    };

    [Fact]
    public void The_moment_of_completion_is_the_first_at_which_what_occurred_until_then_suffices() => ForAll(
        Trees(2).Zip(AnyEvidence),
        c =>
        {
            var (tree, evidence) = c;
            var first = Enumerable.Range(0, 10).Where(h => Naive(tree, evidence, 0, h)).Select(h => (DateTimeOffset?)Hour(h)).FirstOrDefault();
            Assert.Equal(first, tree.Evaluate(evidence).SatisfiedAt);
        });

    [Fact]
    public void The_order_in_which_evidence_arrives_changes_nothing() => ForAll(
        from tree in Trees(2)
        from evidence in AnyEvidence
        from shuffled in Gen.Shuffle(evidence)
        select (tree, evidence, shuffled),
        c =>
        {
            var (one, other) = (c.tree.Evaluate(c.evidence), c.tree.Evaluate(c.shuffled));
            Assert.Equal((one.SatisfiedAt, one.Done, one.Needed), (other.SatisfiedAt, other.Done, other.Needed));
            Assert.Equal(one.Used, other.Used);
            Assert.Equal(one.Missing, other.Missing);
        });

    [Fact]
    public void Satisfied_means_all_done_and_nothing_missing_and_stays_so() => ForAll(
        Trees(2).Zip(AnyEvidence),
        c =>
        {
            var (tree, evidence) = c;
            var state = tree.Evaluate(evidence);
            Assert.InRange(state.Done, 0, state.Needed);
            Assert.Equal(state.IsSatisfied, state.Done == state.Needed);
            Assert.Equal(state.IsSatisfied, !state.Missing.Any());
            if (!state.IsSatisfied) return;
            Assert.All(state.Used, e => Assert.True(e.OccurredAt <= state.SatisfiedAt));
            Assert.Equal(state.SatisfiedAt, tree.Evaluate(state.Used).SatisfiedAt);
            // Whatever occurs afterwards moves neither the moment nor the evidence on record.
            var after = tree.Evaluate([.. evidence, new Evidence("quiz", "a", Hour(50), "late"), new Evidence("course", "b", Hour(51), "later")]);
            Assert.Equal(state.SatisfiedAt, after.SatisfiedAt);
            Assert.Equal(state.Used, after.Used);
        });

    [Fact]
    public void Random_trees_survive_the_round_trip() => ForAll(Trees(3), tree =>
    {
        var (read, faults) = RequirementJson.Parse(tree.ToJson());
        if (read is null) Assert.All(faults, f => Assert.Contains("twice", f.Problem.ToString(), StringComparison.Ordinal));
        else Assert.Equal(tree.ToJson(), read.ToJson());
    });
}
