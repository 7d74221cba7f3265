using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Practice.Daily;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Tests.Practice;

public sealed class DailySetTests
{
    private static DueClause Due(long course, string clause, double recall) => new(new CourseClause(course, clause), recall);

    /// <summary>One question a clause, numbered in the order of the clauses.</summary>
    private static ILookup<CourseClause, ClauseQuestion> OneEach(params DueClause[] due) =>
        due.Select((d, i) => new ClauseQuestion(d.Clause.CourseId, d.Clause.Clause, i + 1, i + 101)).ToLookup(q => new CourseClause(q.CourseId, q.Clause));

    private static string Words(IEnumerable<ChosenQuestion> set) => string.Join(' ', set.Select(q => $"{q.Question.CourseId}{q.Question.Clause}"));

    [Fact]
    public void A_set_has_at_most_five_questions_and_three_minutes_and_mixes_courses()
    {
        DueClause[] due = [Due(1, "A", 0.1), Due(1, "B", 0.2), Due(1, "C", 0.3), Due(1, "D", 0.35), Due(2, "E", 0.4), Due(2, "F", 0.5), Due(3, "G", 0.6)];
        Assert.Equal("1A 2E 3G 1B 2F", Words(DailySet.Choose(due, OneEach(due), new Dictionary<long, int>())));
        Assert.Equal("1A 1B 1C 1D", Words(DailySet.Choose(due[..4], OneEach(due), new Dictionary<long, int>())));
        // 100 + 70 leave nine seconds, which only the last one takes no longer than.
        Assert.Equal("1A 2E 2F", Words(DailySet.Choose(due, OneEach(due), new Dictionary<long, int> { [1] = 100, [5] = 70, [6] = 9 })));
        Assert.Equal("1B 2E 3G 1C 2F", Words(DailySet.Choose(due, OneEach(due), new Dictionary<long, int> { [1] = 180 })));
        Assert.Empty(DailySet.Choose(due, OneEach(), new Dictionary<long, int>()));
    }

    [Fact]
    public void Of_a_clause_the_question_in_front_is_asked_unless_it_takes_too_long()
    {
        var clause = new CourseClause(1, "A");
        var questions = new[] { new ClauseQuestion(1, "A", 7, 70), new ClauseQuestion(1, "A", 8, 80) }.ToLookup(_ => clause);
        Assert.Equal(70, Assert.Single(DailySet.Choose([new DueClause(clause, 0.5)], questions, new Dictionary<long, int>())).Question.VersionId);
        Assert.Equal(80, Assert.Single(DailySet.Choose([new DueClause(clause, 0.5)], questions, new Dictionary<long, int> { [7] = 600 })).Question.VersionId);
    }

    [Fact]
    public void Whatever_is_due_the_set_is_short_without_doubles_and_begins_with_what_is_most_forgotten() =>
        Prop.ForAll(Arb.From(
            from dues in (from course in Gen.Choose(1, 4) from clause in Gen.Choose(1, 6) from recall in Gen.Choose(1, 99) select Due(course, $"{clause}", recall / 100.0)).ListOf()
            from seconds in Gen.Choose(1, 400).ListOf(24)
            select (Dues: dues.DistinctBy(d => d.Clause).ToArray(), Seconds: seconds.ToList())),
            c =>
            {
                var usual = c.Seconds.Select((s, i) => (s, Id: i + 1L)).Where(p => p.Id % 3 > 0).ToDictionary(p => p.Id, p => p.s);
                var set = DailySet.Choose(c.Dues, OneEach(c.Dues), usual);
                var fits = c.Dues.Select((d, i) => (d, Seconds: usual.GetValueOrDefault(i + 1L, 30))).Where(p => p.Seconds < 180).Select(p => p.d).ToList();
                return set.Count <= 5 && set.Sum(q => q.Seconds) < 180 && set.Select(q => q.Question).Distinct().Count() == set.Count
                    && (fits.Count == 0 ? set.Count == 0 : fits.Min(d => d.Recall) == c.Dues[(int)set[0].Question.QuestionId - 1].Recall);
            }).QuickCheckThrowOnFailure();
}
