using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Simulation.Checks;

/// <summary>What must be the same however often the work was killed, repeated or late: digests over natural keys and dates, not over ids or the times at which something was written.</summary>
internal sealed class Fingerprint(Db db)
{
    /// <summary>May differ where certificates were issued in another order, or people were told at another time.</summary>
    public const string Notices = "notices", SerialNumbers = "serial numbers";

    private sealed record Row(string Line);

    private static readonly (string Name, string Sql)[] Parts =
    [
        ("people", "select p.employee_number || '|' || p.name || '|' || p.hired_on || '|' || coalesce(p.left_on, '') || '|' || p.site_code || '|' || coalesce(p.department_code, '') as line from v_people_person p"),
        ("periods",
            """
            select p.employee_number || '|' || g.slug || '|' || d.number || '|' || d.assigned_on || '|' || coalesce(d.due_on, '') || '|' || coalesce(d.completed_on, '') || '|' || coalesce(d.expires_on, '')
                || '|' || coalesce(d.window_opens_on, '') || '|' || coalesce(d.grace_ends_on, '') || '|' || coalesce(d.ended_on, '') || '|' || coalesce(d.end_reason, '') as line
            from v_certification_period d join v_people_person p on p.id = d.person_id join v_certification_program g on g.id = d.program_id
            """),
        ("assignments", "select p.employee_number || '|' || g.slug || '|' || q.is_assigned as line from v_certification_requirement q join v_people_person p on p.id = q.person_id join v_certification_program g on g.id = q.program_id"),
        ("certificates",
            """
            select p.employee_number || '|' || d.program_id || '|' || d.number || '|' || c.valid_from || '|' || coalesce(c.expires_on, '') || '|' || coalesce(c.end_kind, '') as line
            from v_certificate c join v_people_person p on p.id = c.person_id join v_certification_period d on d.id = c.period_id
            """),
        (SerialNumbers, "select c.number || '|' || p.employee_number || '|' || c.period_id || '|' || coalesce(c.pdf_sha256, '') as line from v_certificate c join v_people_person p on p.id = c.person_id"),
        (Notices, "select p.employee_number || '|' || n.kind || '|' || n.subject as line from v_notice n join v_people_person p on p.id = n.person_id"),
    ];

    public async Task<SortedDictionary<string, string>> Take(CancellationToken ct)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, sql) in Parts)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await foreach (var row in db.Stream<Row>($"{sql} order by line", null, ct)) hash.AppendData(Encoding.UTF8.GetBytes(row.Line + "\n"));
            digests[name] = Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        return digests;
    }

    /// <summary>
    /// Everything that people were told by mail, however it was gathered: what a reminder says beside it depends on the day. That practice waits is of the day alone.
    /// </summary>
    public async Task<HashSet<string>> AllSaid(CancellationToken ct) =>
        [.. (await db.Rows<Row>(
            """
            select p.employee_number || '|' || i.step || '|' || g.slug || '|' || d.number as line from v_notice_item i join v_people_person p on p.id = i.person_id
            join v_certification_period d on d.id = i.period_id join v_certification_program g on g.id = d.program_id where i.notice_id is not null
            union
            select p.employee_number || '|' || n.kind || '|' || n.subject from v_notice n join v_people_person p on p.id = n.person_id
            where n.kind <> 'practice' and n.state <> 'dropped' and not exists (select 1 from v_notice_item i where i.notice_id = n.id)
            """, null, ct)).Select(r => r.Line)];
}
