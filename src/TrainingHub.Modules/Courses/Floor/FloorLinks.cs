using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Courses.Floor;

/// <summary>What a course has for the floor, for its page.</summary>
internal sealed record FloorLinks(string Slug, IReadOnlyList<FloorLinks.Sheet> JobAids, IReadOnlyList<FloorLinks.Sheet> Checklists, int Dialogues, int Terms)
{
    public sealed record Sheet(string Code, string TitleZh, string TitleEn);

    private sealed record Counts(int Dialogues, int Terms);

    public bool Any => JobAids.Count + Checklists.Count + Dialogues + Terms > 0;

    public static async Task<FloorLinks> Of(Db db, string slug, long versionId, CancellationToken ct)
    {
        var jobAids = await db.Rows<Sheet>("select 'job-aid' as code, title_zh, title_en from courses_job_aid where version_id = @versionId", new { versionId }, ct);
        var checklists = await db.Rows<Sheet>("select code, title_zh, title_en from courses_checklist where version_id = @versionId order by position", new { versionId }, ct);
        var counts = await db.Row<Counts>(
            """
            select (select count(*) from courses_dialogue where version_id = @versionId) as dialogues, (select count(*) from courses_term where version_id = @versionId) as terms
            """,
            new { versionId }, ct);
        return new FloorLinks(slug, jobAids, checklists, counts!.Dialogues, counts.Terms);
    }
}
