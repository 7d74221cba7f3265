using System.Runtime.CompilerServices;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Records;

/// <summary>One period of one person, with its status on the day asked for.</summary>
internal sealed record RecordRow(
    long Id, long PersonId, string? EmployeeNumber, string Name, string SiteCode, string SiteName, string? DepartmentName, string? PositionZh, string? PositionEn,
    string ProgramSlug, string ProgramZh, string ProgramEn, string Status, DateOnly AssignedOn, DateOnly? DueOn, DateOnly? CertifiedOn, DateOnly? ExpiresOn, DateOnly? GraceEndsOn,
    string? CertificateNumber, string? RevokedReason);

internal enum RecordOrder { Name, Expiry }

/// <summary>Whose records the viewer may see; null for the hub itself (verbs), which sees all.</summary>
internal sealed record RecordViewer(long PersonId);

/// <summary>
/// Certification records, from one SQL for the page, the exports and the archive of PDFs. People stand at the site where they work now, also in a view of the past:
/// who may see a record is decided by today's placement.
/// </summary>
internal sealed class RecordQuery(Db db, IPolicyDays days, HubSettings settings, TimeProvider clock)
{
    public DateOnly Today => settings.TimeZone.DayOf(clock.GetUtcNow());

    /// <param name="after">The id of the last record of the page before; null: the first page.</param>
    public async Task<List<RecordRow>> Page(RecordFilter filter, RecordViewer viewer, RecordOrder order, long? after, int size, CancellationToken ct)
    {
        var key = order == RecordOrder.Name ? "r.name_sort" : "coalesce(r.expires_on, @never)";
        // The cursor is an id, so that no name stands in an address; its place is looked up.
        var seek = after is null ? "" : $"where ({key} > (select {key} from found r where r.id = @after) or ({key} = (select {key} from found r where r.id = @after) and r.id > @after))";
        var today = await days.Now(ct);
        return await db.Rows<RecordRow>($"{Found(filter, viewer, today)} {Columns} {seek} order by {key}, r.id limit {size}", Arguments(filter, viewer, after, today), ct);
    }

    /// <summary>In the order of their ids, so that records added meanwhile come at the end and none is skipped or repeated.</summary>
    public async Task<List<RecordRow>> ById(RecordFilter filter, RecordViewer viewer, long after, int count, CancellationToken ct)
    {
        var today = await days.Now(ct);
        return await db.Rows<RecordRow>($"{Found(filter, viewer, today)} {Columns} where r.id > @after order by r.id limit {count}", Arguments(filter, viewer, after, today), ct);
    }

    /// <summary>All of them, by site, name and programme, row by row: the memory of one row, however many there are.</summary>
    public async IAsyncEnumerable<RecordRow> Stream(RecordFilter filter, RecordViewer? viewer, [EnumeratorCancellation] CancellationToken ct)
    {
        var today = await days.Now(ct);
        await foreach (var row in db.Stream<RecordRow>($"{Found(filter, viewer, today)} {Columns} order by r.site_code, r.name_sort, r.person_id, r.program_slug, r.id", Arguments(filter, viewer, null, today), ct)) yield return row;
    }

    /// <summary>A site or programme that does not exist, so that a slip of the pen gives no empty export; null where both are known.</summary>
    public async Task<Problem?> Unknown(RecordFilter filter, CancellationToken ct)
    {
        if (filter.Site is { } site && await db.Scalar<long>("select count(*) from v_people_site where code = @site", new { site }, ct) == 0) return Problem.NotFound("There is no site {0}.", site);
        return filter.Program is { } program && await db.Scalar<long>("select count(*) from v_certification_program where slug = @program", new { program }, ct) == 0
            ? Problem.NotFound("There is no programme {0}.", program)
            : null;
    }

    private const string Columns =
        """
        select r.id, r.person_id, r.employee_number, r.name, r.site_code, r.site_name, r.department_name, r.position_zh, r.position_en, r.program_slug, r.program_zh, r.program_en, r.status,
               r.assigned_on, r.due_on, r.certified_on, r.expires_on, r.grace_ends_on, r.certificate_number, r.revoked_reason
        from found r
        """;

    /// <summary>Judged once for each person, not for each of their periods.</summary>
    private static readonly string Seen =
        $"""
        seen as materialized (
            select p.id, p.employee_number, p.name, p.latin_name, p.name_sort, p.site_id, p.site_code, p.site_name, p.department_name, p.position_zh, p.position_en
            from v_people_person p where {PeopleScope.Sees("p.site_id", "p.department_id")}
        ),
        """;

    private static string Found(RecordFilter filter, RecordViewer? viewer, PolicyToday today)
    {
        // A day that was asked for is that day on every calendar; "today" is what each says.
        var day = filter.AsOf is null ? today.Of("k.policy_id", "@day") : "@day";
        List<string> wanted = [];
        if (filter.Q is not null) wanted.Add("""(lower(p.name) like @like escape '\' or lower(coalesce(p.latin_name, '')) like @like escape '\' or lower(coalesce(p.employee_number, '')) like @like escape '\')""");
        if (filter.Site is not null) wanted.Add("exists (select 1 from v_people_site_tree t join v_people_site a on a.id = t.ancestor_id where t.site_id = p.site_id and a.code = @site)");
        if (filter.Program is not null) wanted.Add("g.slug = @program");
        if (filter.CertifiedFrom is not null) wanted.Add("k.completed_on >= @certifiedFrom");
        if (filter.CertifiedTo is not null) wanted.Add("k.completed_on <= @certifiedTo");
        if (filter.ExpiresFrom is not null) wanted.Add("k.expires_on >= @expiresFrom");
        if (filter.ExpiresTo is not null) wanted.Add("k.expires_on <= @expiresTo");
        var status = filter.Status switch
        {
            RecordFilter.History => "s.status <> 'not-yet-assigned'",
            null => "s.status not in ('renewed', 'unassigned', 'not-yet-assigned')",
            _ => "s.status = @status",
        };
        return
            $"""
            with {(viewer is null ? "" : Seen)} {(filter.AsOf is null || filter.Corrected ? PeriodStatusSql.Corrected : PeriodStatusSql.Known)},
            stated as (
                select k.id, k.person_id, k.assigned_on, k.due_on, k.completed_on as certified_on, k.expires_on, k.grace_ends_on, {PeriodStatusSql.StatusOn(day)} as status,
                       p.employee_number, p.name, p.name_sort, p.site_code, p.site_name, p.department_name, p.position_zh, p.position_en,
                       g.slug as program_slug, g.title_zh as program_zh, g.title_en as program_en
                from known k join {(viewer is null ? "v_people_person" : "seen")} p on p.id = k.person_id join v_certification_program g on g.id = k.program_id
                {(wanted.Count == 0 ? "" : "where " + string.Join(" and ", wanted))}
            ),
            found as (
                select s.*, c.number as certificate_number, case when s.status = 'revoked' then c.end_reason end as revoked_reason
                from stated s left join v_certificate c on c.id = (select max(x.id) from v_certificate x where x.period_id = s.id and x.issued_at < @known)
                where {status}
            )
            """;
    }

    private object Arguments(RecordFilter filter, RecordViewer? viewer, long? after, PolicyToday today)
    {
        var day = filter.AsOf ?? today.Hub;
        return new
        {
            today = today.Hub, dayBefore = today.Before, dayAfter = today.After, day, known = filter.AsOf is null || filter.Corrected ? PeriodStatusSql.EverythingKnown : settings.TimeZone.StartOfDay(day.AddDays(1)),
            viewer = viewer?.PersonId ?? 0, permission = RecordsPermissions.View, like = $"%{Escape(filter.Q ?? "")}%", site = filter.Site ?? "", program = filter.Program ?? "", status = filter.Status ?? "",
            certifiedFrom = filter.CertifiedFrom ?? day, certifiedTo = filter.CertifiedTo ?? day, expiresFrom = filter.ExpiresFrom ?? day, expiresTo = filter.ExpiresTo ?? day,
            never = new DateOnly(9999, 12, 31), after = after ?? 0,
        };
    }

    private static string Escape(string text) =>
        text.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
