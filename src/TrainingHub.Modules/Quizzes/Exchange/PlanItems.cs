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

/// <summary>The bank's question as the plan saw it: who finds another one when it is to be changed, leaves it alone.</summary>
internal sealed record SeenQuestion(long Id, long VersionId, string? Category, string Origin);

/// <param name="Seen">The bank's question of this identity; null where there is none.</param>
internal sealed record PlannedItem(ExchangeItem Item, BankQuestion Question, string Language, ItemState State, SeenQuestion? Seen)
{
    public bool Writes => State is ItemState.New or ItemState.Changed;

    /// <summary>A quiz that drew it may not do so any longer.</summary>
    public bool TakesAway { get; init; }
}

/// <summary>An item that could be imported by itself, and why it is not.</summary>
internal sealed record LeftItem(PlannedItem Planned, Problem Why);

internal sealed record ImportPlan(IReadOnlyList<PlannedItem> Items, IReadOnlyList<ItemFault> Faults, string? Encoding)
{
    public int Count(ItemState state) => Items.Count(i => i.State == state);

    /// <summary>With these items among the faults.</summary>
    public ImportPlan Without(IReadOnlyList<LeftItem> left)
    {
        if (left.Count == 0) return this;
        var gone = left.Select(l => l.Planned).ToHashSet(ReferenceEqualityComparer.Instance);
        return this with { Items = [.. Items.Where(i => !gone.Contains(i))], Faults = [.. Faults, .. left.Select(l => new ItemFault(l.Planned.Item.Line, ItemHead.Of(l.Planned.Item), l.Why))] };
    }
}

/// <param name="CourseId">0: the shared bank.</param>
/// <param name="Language">Null: each question's own, by its characters.</param>
/// <param name="Category">Where everything goes that the file puts nowhere.</param>
internal sealed record ImportTarget(long CourseId, string? Language, string? Category);

/// <summary>Compares the items of a file with the bank of a course. Only reads.</summary>
internal sealed class PlanItems(Db db, DrawSupply supply)
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
        var plan = new ImportPlan(planned, file.Faults, file.Encoding);
        return plan.Without(await Lacking(planned, target.CourseId, ct));
    }

    /// <summary>The changes by which a quiz would have too few questions, when everything else is done.</summary>
    private async Task<IReadOnlyList<LeftItem>> Lacking(IReadOnlyList<PlannedItem> planned, long courseId, CancellationToken ct)
    {
        var takers = planned.Where(p => p.TakesAway).ToList();
        if (takers.Count == 0) return [];
        var supposed = await supply.Suppose(courseId, ct);
        supposed.Put([.. planned.Where(p => p.Writes && !p.TakesAway).Select(p => p.Question)]);
        return Tried(takers, supposed);
    }

    private static List<LeftItem> Tried(List<PlannedItem> takers, SupposedSupply supposed)
    {
        if (supposed.WithAll([.. takers.Select(t => t.Question)]) is not { } lacking) return [];
        return takers.Count == 1 ? [new LeftItem(takers[0], lacking)] : [.. Tried(takers[..(takers.Count / 2)], supposed), .. Tried(takers[(takers.Count / 2)..], supposed)];
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
        return new PlannedItem(item, question, language, state, new SeenQuestion(known.Row.Id, known.Row.VersionId, known.Row.Category, known.Row.Origin)) { TakesAway = state == ItemState.Changed && TakesAway(known, question) };
    }

    private static bool TakesAway(Known known, BankQuestion question) => known.Draft.Tags.Except(question.Draft.Tags, StringComparer.Ordinal).Any()
        || (question.Category is not null && question.Category != known.Row.Category) || (question.OnlyLanguage is { } only && only != BankLanguages.OnlyOne(known.Draft));

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
