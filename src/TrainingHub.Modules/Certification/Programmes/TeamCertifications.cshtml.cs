using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>A manager's people × programmes; whoever is late stands first.</summary>
[Requires(CertificationPermissions.Team)]
internal sealed class TeamCertificationsModel(Db db, IPolicyDays days) : HubPage
{
    public const int PageSize = 50;

    public sealed record ProgramRow(long Id, string Slug, string TitleZh, string TitleEn);

    private sealed record PersonRow(long Id, string Name, string SiteName, string? PositionZh, string? PositionEn);

    private sealed record CellRow(long PersonId, long ProgramId, string Status, DateOnly? DueOn, DateOnly? ExpiresOn);

    /// <param name="On">The day that matters: due, or valid until.</param>
    public sealed record Cell(string Status, DateOnly? On);

    public sealed record Row(long Id, string Name, string SiteName, string? PositionZh, string? PositionEn, IReadOnlyDictionary<long, Cell> Cells);

    public IReadOnlyList<ProgramRow> Programs { get; private set; } = [];
    public IReadOnlyList<Row> People { get; private set; } = [];
    public bool HasMore { get; private set; }

    /// <summary>Pages from 1: the order changes with the day, so there is no key to go on from.</summary>
    [BindProperty(SupportsGet = true, Name = "nr")] public int Number { get; set; } = 1;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Number = Math.Clamp(Number, 1, 10_000);
        var today = await days.Now(ct);
        var status = Standing.Status(today);
        var seen = $"(p.left_on is null or p.left_on >= @today) and {PeopleScope.Sees("p.site_id", "p.department_id")}";
        var args = new { viewer = Me.Id, permission = CertificationPermissions.Team, today = today.Hub, dayBefore = today.Before, dayAfter = today.After, skip = (Number - 1) * PageSize };
        var people = await db.Rows<PersonRow>(
            $"""
            select x.id, x.name, x.site_name, x.position_zh, x.position_en from (
                select p.id, p.name, p.name_sort, p.site_name, p.position_zh, p.position_en,
                       (select min({Standing.Urgency($"({status})")}) from v_certification_standing t where t.person_id = p.id and t.is_assigned) as urgency
                from v_people_person p where {seen}) x
            order by coalesce(x.urgency, 9), x.name_sort, x.id limit {PageSize + 1} offset @skip
            """, args, ct);
        HasMore = people.Count > PageSize;
        var ids = people.Take(PageSize).Select(p => p.Id).ToArray();
        var cells = (await db.Rows<CellRow>(
            $"""
            select x.person_id, x.program_id, x.status, x.due_on, x.expires_on from (
                select t.person_id, t.program_id, {status} as status, t.due_on, t.expires_on
                from v_certification_standing t join v_people_person p on p.id = t.person_id where {db.Dialect.In("t.person_id", "ids")} and (t.is_assigned or t.certified_id is not null)) x
            where x.status is not null
            """, new { ids, args.today, args.dayBefore, args.dayAfter }, ct)).ToLookup(c => c.PersonId);
        Programs = [.. (await db.Rows<ProgramRow>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v order by v.slug", null, ct)).Where(p => cells.Any(g => g.Any(c => c.ProgramId == p.Id)))];
        People = [.. people.Take(PageSize).Select(p => new Row(p.Id, p.Name, p.SiteName, p.PositionZh, p.PositionEn,
            cells[p.Id].ToDictionary(c => c.ProgramId, c => new Cell(c.Status, c.Status is "assigned" or "overdue" ? c.DueOn : c.Status is "revoked" or "waived" ? null : c.ExpiresOn))))];
    }
}
