using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Practice.Cards;

/// <summary>How long questions usually take: the median of all answers of which it is known.</summary>
internal sealed class UsualSeconds(Db db)
{
    /// <summary>Fewer answers say little about the next.</summary>
    public const int LeastAnswers = 5;

    private const int LeastLonger = 10;

    /// <summary>More than twice as long as usual; with questions of a few seconds that alone would be chance.</summary>
    public static bool IsSlow(int? took, int usual) => took > 2 * usual && took >= usual + LeastLonger;

    private sealed record Row(long QuestionId, int Seconds, long Answers);

    /// <returns>By question, for those with enough answers.</returns>
    public async Task<IReadOnlyDictionary<long, int>> Of(IEnumerable<long> questions, CancellationToken ct)
    {
        var ids = questions.Distinct().ToArray();
        if (ids.Length == 0) return new Dictionary<long, int>();
        var rows = await db.Rows<Row>($"select question_id, seconds, answers from practice_seconds where {db.Dialect.In("question_id", "ids")} order by question_id, seconds", new { ids }, ct);
        return rows.GroupBy(r => r.QuestionId).Where(g => g.Sum(r => r.Answers) >= LeastAnswers).ToDictionary(g => g.Key, g => Median([.. g]));
    }

    /// <summary>In the order of the questions, so that two who write at once do not wait for each other in a circle.</summary>
    public async Task Add(IEnumerable<(long QuestionId, int Seconds)> answers, CancellationToken ct)
    {
        foreach (var (questionId, seconds) in answers.OrderBy(a => a))
        {
            await db.Execute(
                """
                insert into practice_seconds(question_id, seconds, answers) values (@questionId, @seconds, 1)
                on conflict (question_id, seconds) do update set answers = practice_seconds.answers + 1
                """, new { questionId, seconds }, ct);
        }
    }

    /// <summary>The lower one of an even number.</summary>
    private static int Median(List<Row> rows)
    {
        var before = (rows.Sum(r => r.Answers) - 1) / 2;
        foreach (var row in rows)
        {
            if (before < row.Answers) return row.Seconds;
            before -= row.Answers;
        }
        throw new InvalidOperationException("There is no median of nothing.");
    }
}
