using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Changes;

/// <summary>A clause before and after a version; the old side is null where it was added, the new one where it was removed.</summary>
internal sealed record ChangedClause(string Clause, string? OldTitleZh, string? OldTitleEn, string? OldTextZh, string? OldTextEn, string? NewTitleZh, string? NewTitleEn, string? NewTextZh, string? NewTextEn)
{
    /// <param name="clauses">Only these.</param>
    public static async Task<IReadOnlyList<ChangedClause>> Of(Db db, long versionId, IReadOnlyCollection<string> clauses, CancellationToken ct) => [.. (await db.Rows<ChangedClause>(
        """
        select k.clause, o.title_zh as old_title_zh, o.title_en as old_title_en, o.text_zh as old_text_zh, o.text_en as old_text_en,
               n.title_zh as new_title_zh, n.title_en as new_title_en, n.text_zh as new_text_zh, n.text_en as new_text_en
        from v_course_clause_change k
        left join v_course_clause o on o.version_id = k.from_version_id and o.code = k.clause
        left join v_course_clause n on n.version_id = k.version_id and n.code = k.clause
        where k.version_id = @versionId order by coalesce(n.position, 1000000), k.clause
        """, new { versionId }, ct)).Where(c => clauses.Contains(c.Clause))];
}
