using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Statistics;

/// <summary>What a transaction adds to the statistics, added up in memory first.</summary>
internal sealed class Sums
{
    private static readonly SumTable MarkTable = new("quizzes_mark_sum", ["quiz_id", "is_first", "site_id", "department_id", "language", "band"], ["attempts", "passed", "shares"]);

    private static readonly SumTable ItemTable = new("quizzes_item_sum", ["quiz_id", "question_version_id", "language", "is_first"],
        ["attempts", "blank", "marks", "max_marks", "pairs", "x", "y", "xy", "xx", "yy", "timed", "seconds"]);

    private static readonly SumTable ResponseTable = new("quizzes_response_sum", ["quiz_id", "question_version_id", "is_first", "response"], ["answers"]);

    private readonly Dictionary<(long, bool, long, long, string, int), long[]> marks = [];
    private readonly Dictionary<(long, long, string, bool), long[]> items = [];
    private readonly Dictionary<(long, long, bool, string), long[]> responses = [];

    public void Add(Contribution c) => Add(c, 1);

    public void TakeBack(Contribution c) => Add(c, -1);

    private void Add(Contribution c, int sign)
    {
        AddTo(marks, (c.QuizId, c.IsFirst, c.SiteId, c.DepartmentId, c.Language, c.Band), sign, [1, c.Passed ? 1 : 0, c.Share]);
        foreach (var item in c.Items)
        {
            var x = Contribution.ShareOf(item.Mark, item.MaxMark);
            long[] pair = item.Rest is { } y ? [1, x, y, x * y, x * x, y * y] : [0, 0, 0, 0, 0, 0];
            AddTo(items, (c.QuizId, item.VersionId, c.Language, c.IsFirst), sign,
                [1, item.IsBlank ? 1 : 0, item.Mark, item.MaxMark, .. pair, item.Seconds is null ? 0 : 1, item.Seconds ?? 0]);
            foreach (var response in item.Responses) AddTo(responses, (c.QuizId, item.VersionId, c.IsFirst, response), sign, [1]);
        }
    }

    private static void AddTo<TKey>(Dictionary<TKey, long[]> table, TKey key, int sign, long[] values) where TKey : notnull
    {
        if (!table.TryGetValue(key, out var sums)) table[key] = sums = new long[values.Length];
        for (var i = 0; i < values.Length; i++) sums[i] += sign * values[i];
    }

    public async Task Write(Db db, CancellationToken ct)
    {
        await MarkTable.Add(db, marks.Select(m => KeyValuePair.Create<object[], long[]>([m.Key.Item1, m.Key.Item2, m.Key.Item3, m.Key.Item4, m.Key.Item5, m.Key.Item6], m.Value)), ct);
        await ItemTable.Add(db, items.Select(i => KeyValuePair.Create<object[], long[]>([i.Key.Item1, i.Key.Item2, i.Key.Item3, i.Key.Item4], i.Value)), ct);
        await ResponseTable.Add(db, responses.Select(r => KeyValuePair.Create<object[], long[]>([r.Key.Item1, r.Key.Item2, r.Key.Item3, r.Key.Item4], r.Value)), ct);
    }
}
