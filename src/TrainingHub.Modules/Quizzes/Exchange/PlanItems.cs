using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>What an import would do with one item of the file.</summary>
internal enum ItemState
{
    /// <summary>The bank has no question of this identity.</summary>
    New,

    /// <summary>The bank has it, and this makes a new version.</summary>
    Changed,

    Same,

    /// <summary>The course's own file has it differently, and stays right.</summary>
    Kept,

    /// <summary>It asks nothing.</summary>
    Skipped,
}

/// <param name="QuestionId">The bank's question of this identity; null where there is none.</param>
internal sealed record PlannedItem(ExchangeItem Item, BankQuestion Question, string Language, ItemState State, long? QuestionId)
{
    public bool Writes => State is ItemState.New or ItemState.Changed;
}

internal sealed record ImportPlan(IReadOnlyList<PlannedItem> Items, IReadOnlyList<ItemFault> Faults, string? Encoding)
{
    public int Count(ItemState state) => Items.Count(i => i.State == state);
}

/// <param name="CourseId">0: the shared bank.</param>
/// <param name="Language">Null: each question's own, by its characters.</param>
/// <param name="Category">Where everything goes that the file puts nowhere.</param>
internal sealed record ImportTarget(long CourseId, string? Language, string? Category);

/// <summary>Compares the items of a file with the bank of a course. Only reads.</summary>
internal sealed class PlanItems(Db db)
{
    private const int Chunk = 400;

    private sealed record Row(long Id, string Slug, string Origin, string? Category, bool IsRetired, string Kind, string? Clause, int Difficulty, bool MustPass, long MaxMark, string Body, long VersionId);

    private sealed record Tag(long VersionId, string Name);

    private sealed record Known(Row Row, QuestionDraft Draft);

    public async Task<ImportPlan> Handle(ItemFile file, ImportTarget target, CancellationToken ct)
    {
        var most = target.Language ?? ItemLanguage.Most(file.Items);
        var slugs = ItemSlug.Of(file.Items);
        var known = await KnownOf(target.CourseId, slugs, ct);
        var planned = file.Items.Select((item, i) => Plan(item, slugs[i], target.Language ?? ItemLanguage.Of(item) ?? most, target.Category, known.GetValueOrDefault(slugs[i]))).ToList();
        return new ImportPlan(planned, file.Faults, file.Encoding);
    }

    private static PlannedItem Plan(ExchangeItem item, string slug, string language, string? category, Known? known)
    {
        var placed = item with { Category = item.Category ?? category };
        var question = ItemToBank.Of(placed, slug, language, known?.Row.Kind == item.Kind ? known.Draft.Body : null, known?.Draft);
        if (item.Kind == ExchangeItem.Description) return new PlannedItem(item, question, language, ItemState.Skipped, null);
        if (known is null) return new PlannedItem(item, question, language, ItemState.New, null);
        var isSame = !known.Row.IsRetired && (placed.Category is null || known.Row.Origin == "file" || placed.Category == known.Row.Category)
            && (question.Draft.Hash() == known.Draft.Hash() || (known.Row.Kind == item.Kind && question.Draft.Hash() == Again(known, slug, language).Hash()));
        var state = isSame ? ItemState.Same : known.Row.Origin == "file" && !known.Row.IsRetired ? ItemState.Kept : ItemState.Changed;
        return new PlannedItem(item, question, language, state, known.Row.Id);
    }

    /// <summary>The known question as this format would have brought it: without what only our own files say.</summary>
    private static QuestionDraft Again(Known known, string slug, string language) =>
        ItemToBank.Of(BankToItem.Of(known.Draft, null, language, both: false) with { Scoring = null, Options = [.. BankToItem.Of(known.Draft, null, language, both: false).Options.Select(o => known.Draft.Kind == "true-false" ? o : o with { Id = null })] }, slug, language, known.Draft.Body, known.Draft).Draft;

    private async Task<Dictionary<string, Known>> KnownOf(long courseId, IReadOnlyList<string> slugs, CancellationToken ct)
    {
        var found = new Dictionary<string, Known>(StringComparer.Ordinal);
        foreach (var part in slugs.Chunk(Chunk))
        {
            var rows = await db.Rows<Row>(
                $"""
                select q.id, q.slug, q.origin, q.category, case when q.retired_at is not null and q.retired_by is null then true else false end as is_retired, v.kind, v.clause, v.difficulty, v.must_pass, v.max_mark, v.body, v.id as version_id
                from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id
                where q.course_id = @courseId and {db.Dialect.In("q.slug", "part")}
                """, new { courseId, part }, ct);
            if (rows.Count == 0) continue;
            var versions = rows.Select(r => r.VersionId).ToArray();
            var tags = (await db.Rows<Tag>($"select question_version_id as version_id, tag as name from quizzes_question_tag where {db.Dialect.In("question_version_id", "versions")} order by tag", new { versions }, ct)).ToLookup(t => t.VersionId, t => t.Name);
            foreach (var row in rows)
                found[row.Slug] = new Known(row, new QuestionDraft(row.Slug, 0, row.Kind, row.Clause, [.. tags[row.VersionId]], row.Difficulty, row.MustPass, row.MaxMark, QuestionBody.From(row.Body)));
        }
        return found;
    }
}
