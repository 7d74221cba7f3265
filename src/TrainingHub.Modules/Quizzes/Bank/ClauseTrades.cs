using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>For which trades a course and its clauses are. A question is asked where its clause applies; one without a clause, everywhere.</summary>
/// <param name="course">Separated by blanks.</param>
/// <param name="clauses">Clause number to trades.</param>
internal sealed class ClauseTrades(string course, IReadOnlyDictionary<string, string> clauses)
{
    private sealed record Row(string Course, string? Clause, string? Trades);

    /// <summary>As the files say, which may be a draft's.</summary>
    public static ClauseTrades In(ContentFolder folder) => new(folder.Trades, folder.ClauseTrades);

    /// <summary>As what learners see says.</summary>
    public static async Task<ClauseTrades> Of(Db db, long courseId, CancellationToken ct)
    {
        var rows = await db.Rows<Row>("select c.trades as course, k.code as clause, k.trades from v_course c left join v_course_clause k on k.version_id = c.version_id where c.id = @courseId", new { courseId }, ct);
        return new ClauseTrades(rows.Count == 0 ? TradeNames.Everyone : rows[0].Course, rows.Where(r => r.Clause is not null).ToDictionary(r => r.Clause!, r => r.Trades!, StringComparer.Ordinal));
    }

    /// <summary>The trades for which a draw must find enough; none where no clause makes a difference.</summary>
    public IReadOnlyList<string> ToServe =>
        clauses.Values.All(TradeNames.AreEveryone) ? []
        : TradeNames.AreEveryone(course) ? TradeNames.All : TradeNames.Split(course);

    public string Of(string? clause) => clause is not null && clauses.TryGetValue(clause, out var trades) ? trades : TradeNames.Everyone;

    public DrawCandidate Candidate(QuestionDraft question, long id) => new(id, question.Tags, question.Category) { Trades = Of(question.Clause) };
}
