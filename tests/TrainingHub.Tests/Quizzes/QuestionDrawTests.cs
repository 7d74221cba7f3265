using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Tests.Quizzes;

public sealed class QuestionDrawTests
{
    private static DrawCandidate Question(long id, params string[] tags) => new(id, tags);

    [Fact]
    public void A_question_that_fits_two_lines_makes_room_for_one_that_fits_only_one()
    {
        // Taken greedily, question 1 would fill the core line and leave the scene line empty.
        var picked = QuestionDraw.Pick([new DrawLine(["core"], 1), new DrawLine(["scene"], 1)], [Question(1, "core", "scene"), Question(2, "core")]);
        Assert.Equal([2, 1], picked.Select(p => p.Id));
    }

    [Fact]
    public void All_the_tags_of_a_line_must_be_there() =>
        Assert.Equal([2], QuestionDraw.Pick([new DrawLine(["core", "scene"], 1)], [Question(1, "core"), Question(2, "scene", "core")]).Select(p => p.Id));

    [Fact]
    public void Those_that_stand_first_are_preferred() =>
        Assert.Equal([3, 1], QuestionDraw.Pick([new DrawLine([], 2)], [Question(3), Question(1), Question(2)]).Select(p => p.Id));

    [Fact]
    public void Against_brute_force_as_many_are_picked_as_can_be_and_none_twice()
    {
        var random = new Random(20261121);
        string[] tags = ["a", "b", "c"];
        for (var round = 0; round < 2_000; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new DrawLine([.. tags.Where(_ => random.Next(3) == 0)], random.Next(1, 3))).ToList();
            var bank = Enumerable.Range(1, random.Next(0, 7)).Select(id => new DrawCandidate(id, [.. tags.Where(_ => random.Next(2) == 0)])).ToList();
            var picked = QuestionDraw.Pick(lines, bank);
            Assert.Equal(picked.Count, picked.DistinctBy(p => p.Id).Count());
            Assert.Equal(Best(lines.SelectMany(l => Enumerable.Repeat(l, l.Count)).ToList(), bank), picked.Count);
        }
    }

    private static int Best(List<DrawLine> places, List<DrawCandidate> bank) =>
        places.Count == 0 ? 0 : bank.Where(c => c.Fits(places[0])).Select(c => 1 + Best(places[1..], [.. bank.Where(o => o != c)])).Append(Best(places[1..], bank)).Max();
}
