using System.Text.Json;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Words;

/// <summary>One line of a requirement, with what lies below it.</summary>
/// <param name="Url">Where a learner goes to do it; null for a branch.</param>
/// <param name="IsDone">Null where nobody's progress is shown.</param>
internal sealed record RequirementLine(string Text, string? Url, bool? IsDone, IReadOnlyList<RequirementLine> Parts);

/// <summary>Says a requirement tree in words, with the titles of the courses and quizzes it names.</summary>
internal sealed class RequirementWords(Db db, Localizer t)
{
    private sealed record TitleRow(string Kind, string Slug, long Id, string TitleZh, string TitleEn);

    private Dictionary<(string Kind, string Slug), TitleRow>? titles;

    public async Task<RequirementLine> Say(string json, IReadOnlyList<Evidence>? evidence, CancellationToken ct)
    {
        await Read(ct);
        var tree = JsonSerializer.Deserialize<Requirement>(json, Json.Plain)!;
        return Line(tree.Evaluate(evidence ?? []), evidence is not null);
    }

    /// <summary>The title of a course or quiz; its slug where it has none any more.</summary>
    public async Task<string> Title(string kind, string slug, CancellationToken ct)
    {
        await Read(ct);
        return titles!.GetValueOrDefault((kind, slug)) is { } known ? t.Pick(known.TitleZh, known.TitleEn) : slug;
    }

    private async Task Read(CancellationToken ct) =>
        titles ??= (await db.Rows<TitleRow>("select 'course' as kind, slug, id, title_zh, title_en from v_course union all select 'quiz', slug, id, title_zh, title_en from v_quiz", null, ct)).ToDictionary(r => (r.Kind, r.Slug));

    private RequirementLine Line(RequirementState state, bool withProgress)
    {
        // "All of these" over a single thing says nothing.
        if (state.Parts is [var only]) return Line(only, withProgress);
        RequirementLine[] parts = [.. state.Parts.Select(p => Line(p, withProgress))];
        bool? isDone = withProgress ? state.IsSatisfied : null;
        if (state.Requirement is not Requirement.Leaf leaf) return new RequirementLine(Branch(state.Requirement), null, isDone, parts);
        var known = titles!.GetValueOrDefault((leaf.Kind, leaf.Key));
        var title = known is null ? leaf.Key : t.Pick(known.TitleZh, known.TitleEn);
        return leaf.Kind == "course"
            ? new RequirementLine(t["Read every lesson of “{0}”", title], $"/learn/courses/{leaf.Key}", isDone, [])
            : new RequirementLine(t["Pass the quiz “{0}”", title], known is null ? null : $"/learn/quizzes/{known.Id}", isDone, []);
    }

    private string Branch(Requirement branch) => branch switch
    {
        Requirement.AnyOf { Count: > 1 } any => t["At least {0} of these:", any.Count],
        Requirement.AnyOf => t["One of these:"],
        Requirement.InOrder => t["One after the other:"],
        _ => t["All of these:"],
    };
}
