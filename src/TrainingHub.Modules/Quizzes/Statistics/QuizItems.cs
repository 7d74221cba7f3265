using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>The sums of one question version in one quiz.</summary>
/// <param name="Options">The keys of what can be answered, in the order of the alphabet: versions with the same ones are counted together.</param>
internal sealed record VersionItem(long VersionId, int Number, string Kind, QuestionBody Body, IReadOnlyList<string> Options, bool IsVoided, ItemFigures Chinese, ItemFigures English)
{
    public ItemFigures Figures { get; } = Chinese + English;
}

/// <summary>A question of a quiz over those of its versions that ask the same with the same options.</summary>
/// <param name="Versions">All that were asked, the latest first.</param>
internal sealed record QuizItem(long QuestionId, string Slug, IReadOnlyList<VersionItem> Versions)
{
    public VersionItem Latest => Versions[0];

    public IReadOnlyList<VersionItem> Alike { get; } = [.. Versions.Where(v => v.Kind == Versions[0].Kind && v.Options.SequenceEqual(Versions[0].Options))];

    public ItemFigures Figures => Chinese + English;

    public ItemFigures Chinese => Alike.Aggregate(ItemFigures.None, (sum, v) => sum + v.Chinese);

    public ItemFigures English => Alike.Aggregate(ItemFigures.None, (sum, v) => sum + v.English);

    private sealed record Row(long QuestionId, string Slug, long VersionId, int Number, string Kind, string Body, bool IsVoided, string Language,
        long Attempts, long Blank, long Marks, long MaxMarks, long Pairs, long X, long Y, long Xy, long Xx, long Yy, long Timed, long Seconds)
    {
        public ItemFigures Figures => new(Attempts, Blank, Marks, MaxMarks, Pairs, X, Y, Xy, Xx, Yy, Timed, Seconds);
    }

    /// <param name="questionId">Null: all that were asked.</param>
    /// <param name="firstOnly">First attempts, or all.</param>
    public static async Task<IReadOnlyList<QuizItem>> Load(Db db, long quizId, long? questionId, bool firstOnly, Localizer t, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            $"""
            select v.question_id, q.slug, v.id as version_id, v.number, v.kind, v.body, case when v.voided_at is null then false else true end as is_voided, i.language,
                   i.attempts, i.blank, i.marks, i.max_marks, i.pairs, i.x, i.y, i.xy, i.xx, i.yy, i.timed, i.seconds
            from quizzes_item_sum i join quizzes_question_version v on v.id = i.question_version_id join quizzes_question q on q.id = v.question_id
            where i.quiz_id = @quizId and i.attempts > 0 {(firstOnly ? "and i.is_first = true" : "")} {(questionId is null ? "" : "and v.question_id = @questionId")}
            order by v.question_id, v.number desc
            """, new { quizId, questionId }, ct);
        return [.. rows.GroupBy(r => r.QuestionId).Select(q => new QuizItem(q.Key, q.First().Slug, [.. q.GroupBy(r => r.VersionId).Select(v => Version(v, t))]))];
    }

    private static VersionItem Version(IGrouping<long, Row> rows, Localizer t)
    {
        var row = rows.First();
        var body = QuestionBody.From(row.Body);
        var options = QuestionKinds.Find(row.Kind).Classes(body.Content, t).Select(c => c.Key).Order(StringComparer.Ordinal).ToList();
        return new VersionItem(row.VersionId, row.Number, row.Kind, body, options, row.IsVoided, In("zh-CN"), In("en"));

        ItemFigures In(string language) => rows.Where(r => r.Language == language).Aggregate(ItemFigures.None, (sum, r) => sum + r.Figures);
    }
}
