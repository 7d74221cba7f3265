using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Acknowledgements.Signed;

/// <param name="Clauses">How many were signed at once.</param>
/// <param name="InForce">The version that was signed is the one that learners see now.</param>
internal sealed record SigningRow(
    long Id, long PersonId, string Name, string? EmployeeNumber, string SiteName, string TitleZh, string TitleEn, int Version, int Clauses, string TypedName, string Language, DateTimeOffset SignedAt, bool InForce);

internal sealed record SignatureRow(
    long Id, string? EmployeeNumber, string Name, string SiteName, string TitleZh, string TitleEn, int Version, string Clause, string TextSha256, string TypedName, string Language, DateTimeOffset SignedAt);

/// <summary>Who signed what, of everybody in the scope of the one who looks; the newest first.</summary>
internal sealed class SignatureQuery(Db db, Actor me)
{
    private static readonly string From =
        $"""
        from acknowledgements_signing g join v_people_person p on p.id = g.person_id join v_course c on c.id = g.course_id join v_course_version v on v.id = g.version_id
        where {PeopleScope.Sees("p.site_id", "p.department_id")} and (cast(@course as text) is null or c.slug = @course)
        and (cast(@find as text) is null or lower(p.name) like @find or lower(p.employee_number) like @find) and g.id < @before
        """;

    public Task<List<SigningRow>> Page(string? course, string? find, long? before, int most, CancellationToken ct) => db.Rows<SigningRow>(
        $"""
        select g.id, g.person_id, p.name, p.employee_number, p.site_name, c.title_zh, c.title_en, v.number as version, (select count(*) from acknowledgements_signature s where s.signing_id = g.id) as clauses,
               g.typed_name, g.language, g.signed_at, case when g.version_id = c.version_id then true else false end as in_force
        {From} order by g.id desc limit {most}
        """, Arguments(course, find, before), ct);

    /// <summary>One row a clause, a piece at a time, so that no list is too long to download.</summary>
    public async IAsyncEnumerable<SignatureRow> Stream(string? course, string? find, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        long? before = null;
        while (true)
        {
            var rows = await db.Rows<SignatureRow>(
                $"""
                select g.id, p.employee_number, p.name, p.site_name, c.title_zh, c.title_en, v.number as version, s.clause, s.text_sha256, g.typed_name, g.language, g.signed_at
                from (select g.id {From} order by g.id desc limit 200) x join acknowledgements_signing g on g.id = x.id join acknowledgements_signature s on s.signing_id = g.id
                join v_people_person p on p.id = g.person_id join v_course c on c.id = g.course_id join v_course_version v on v.id = g.version_id order by g.id desc, s.clause
                """, Arguments(course, find, before), ct);
            if (rows.Count == 0) yield break;
            foreach (var row in rows) yield return row;
            before = rows[^1].Id;
        }
    }

    private object Arguments(string? course, string? find, long? before) => new
    {
        viewer = me.Id, permission = AcknowledgementsPermissions.View, course = string.IsNullOrEmpty(course) ? null : course, find = string.IsNullOrWhiteSpace(find) ? null : $"%{find.Trim().ToLowerInvariant()}%", before = before ?? long.MaxValue,
    };
}
