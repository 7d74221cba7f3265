using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Courses.Changes;

/// <param name="Severity">One of <see cref="JudgeChanges.Severities"/>; null where none was chosen.</param>
/// <param name="Note">Why, for whoever reads it later; may be empty.</param>
internal sealed record Judgement(string? Severity, string? Note);

/// <summary>
/// A trainer says what each changed clause means for those who know the text of before: cosmetic (the same words in other dress), clarifying (the same rule said
/// better) or material (another rule). A later judgement replaces the earlier one; the audit keeps both.
/// </summary>
internal sealed class JudgeChanges(Db db, Events events, Actor actor, Audit audit, TimeProvider clock)
{
    private const string Material = "material";

    public static readonly string[] Severities = ["cosmetic", "clarifying", Material];

    private const int MostWords = 300;

    private sealed record Row(string Clause, string? Severity, string? Note);

    /// <param name="mustBeAll">Whether a clause left without a judgement is refused; else it goes on waiting.</param>
    public async Task<Problem?> Handle(long versionId, IReadOnlyDictionary<string, Judgement> judgements, bool mustBeAll, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var rows = await db.Rows<Row>($"select clause, severity, note from courses_clause_change where version_id = @versionId order by clause {db.Dialect.ForUpdate}", new { versionId }, ct);
        if (rows.Count == 0 && !mustBeAll) return Problem.NotFound("This version changed no clause.");
        if (mustBeAll && rows.Where(r => judgements.GetValueOrDefault(r.Clause)?.Severity is null).Select(r => r.Clause).ToList() is { Count: > 0 } left)
            return Problem.Because("Say for each changed clause whether the change is cosmetic, clarifying or material. Still to be judged: {0}.", string.Join(", ", left));
        List<string> material = [];
        foreach (var row in rows)
        {
            if (judgements.GetValueOrDefault(row.Clause) is not { Severity: { } severity } judged) continue;
            if (!Severities.Contains(severity, StringComparer.Ordinal)) return Problem.Because("\"{0}\" is no judgement of a change; choose cosmetic, clarifying or material.", severity);
            var note = string.IsNullOrWhiteSpace(judged.Note) ? null : judged.Note.Trim();
            if (note?.Length > MostWords) return Problem.Because("The reason for {0} is too long; {1} characters are the most.", row.Clause, MostWords);
            if (row.Severity == severity && row.Note == note) continue;
            await db.Execute("update courses_clause_change set severity = @severity, note = @note, judged_by = @PersonId, judged_at = @Now where version_id = @versionId and clause = @Clause",
                new { versionId, row.Clause, severity, note, actor.PersonId, Now = clock.GetUtcNow() }, ct);
            if ((severity == Material) != (row.Severity == Material)) material.Add(row.Clause);
            await audit.Write("courses.change-judged", $"version:{versionId}", new { row.Clause, severity, before = row.Severity }, ct);
        }
        if (material.Count > 0) await events.Tell(new StandardChanged(await db.Scalar<long>("select course_id from courses_version where id = @versionId", new { versionId }, ct), versionId, material), ct);
        await tx.Commit(ct);
        return null;
    }
}
