using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Changes;

/// <summary>/hr/changes: material changes of the standards, and how many people within reach have still to learn them.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class ChangeListModel(Db db, Affected affected, DeltaPeople asked, HubSettings settings) : HubPage
{
    private const int MostVersions = 20;

    internal sealed record Line(ChangedVersion Version, IReadOnlyList<string> Clauses, int NotAsked, int Asked, int Done);

    private sealed record ClauseRow(long VersionId, string Clause);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    /// <summary>Clauses whose change nobody has judged yet.</summary>
    public int Waiting { get; private set; }
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Waiting = await db.Scalar<int>("select count(*) from v_course_clause_change where severity is null", null, ct);
        var versions = await db.Rows<ChangedVersion>(
            $"""
            select distinct k.version_id, k.course_id, c.slug, c.title_zh, c.title_en, k.number, k.published_at
            from v_course_clause_change k join v_course c on c.id = k.course_id where k.severity = 'material' order by k.published_at desc, k.version_id desc limit {MostVersions}
            """, null, ct);
        var clauses = (await db.Rows<ClauseRow>("select version_id, clause from v_course_clause_change where severity = 'material' order by clause", null, ct)).ToLookup(c => c.VersionId, c => c.Clause);
        var lines = new List<Line>();
        foreach (var version in versions)
        {
            var count = await asked.Count(version.VersionId, Me.Id, CertificationPermissions.View, ct);
            lines.Add(new Line(version, [.. clauses[version.VersionId]], await affected.CountNotAsked(version, Me.Id, CertificationPermissions.View, ct), count.Asked, count.Done));
        }
        Lines = lines;
    }
}
