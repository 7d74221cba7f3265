using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Calendar;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Places;

/// <summary>The tree of sites with their departments, and the positions of the hub.</summary>
[Requires(PeoplePermissions.Sites)]
internal sealed class SitesPageModel(Db db, AddSite addSite, AddDepartment addDepartment, AddPosition addPosition, RenamePlace rename, SetTrades setTrades, SetRestDays setRest, MarkDays mark, IPersonDirectory people) : HubPage
{
    public sealed record SiteRow(long Id, string Code, string Name, string? ParentName, string? TimeZone, long People, string Trades, string? RestDays);

    public sealed record DepartmentRow(long Id, long SiteId, string Code, string Name);

    public sealed record PositionRow(long Id, string Code, string NameZh, string NameEn);

    private sealed record Node(long Id, long? ParentId, string Trades, string? RestDays);

    private Dictionary<long, Node> nodes = [];
    private ILookup<long, MarkedDay> marked = Array.Empty<MarkedDay>().ToLookup(d => d.SiteId);

    public IReadOnlyList<SiteRow> Sites { get; private set; } = [];
    public IReadOnlyList<DepartmentRow> Departments { get; private set; } = [];
    public IReadOnlyList<PositionRow> Positions { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPostAddSite(string? code, string? name, long parentId, string? timeZone, CancellationToken ct) =>
        await Finish((await addSite.Handle(new NewSite((code ?? "").Trim(), (name ?? "").Trim(), parentId, string.IsNullOrWhiteSpace(timeZone) ? null : timeZone.Trim()), ct)).Problem, ct)
        ?? Done("/admin/sites", "The site {0} is added.", name!.Trim());

    public async Task<IActionResult> OnPostAddDepartment(long siteId, string? code, string? name, CancellationToken ct) =>
        await Finish((await addDepartment.Handle(new NewDepartment((code ?? "").Trim(), (name ?? "").Trim(), siteId, null), ct)).Problem, ct)
        ?? Done("/admin/sites", "The department {0} is added.", name!.Trim());

    public async Task<IActionResult> OnPostAddPosition(string? code, string? nameZh, string? nameEn, CancellationToken ct) =>
        await Finish((await addPosition.Handle(new NewPosition((code ?? "").Trim(), (nameZh ?? "").Trim(), (nameEn ?? "").Trim()), ct)).Problem, ct)
        ?? Done("/admin/sites", "The position {0} is added.", T.Pick(nameZh!.Trim(), nameEn!.Trim()));

    public async Task<IActionResult> OnPostRenameSite(long id, string? name, CancellationToken ct) =>
        await Finish(await rename.Site(id, name ?? "", ct), ct) ?? Done("/admin/sites", "It is called {0} now.", name!.Trim());

    public async Task<IActionResult> OnPostRenameDepartment(long id, string? name, CancellationToken ct) =>
        await Finish(await rename.Department(id, name ?? "", ct), ct) ?? Done("/admin/sites", "It is called {0} now.", name!.Trim());

    public async Task<IActionResult> OnPostRenamePosition(long id, string? nameZh, string? nameEn, CancellationToken ct) =>
        await Finish(await rename.Position(id, nameZh ?? "", nameEn ?? "", ct), ct) ?? Done("/admin/sites", "It is called {0} now.", T.Pick(nameZh!.Trim(), nameEn!.Trim()));

    public async Task<IActionResult> OnPostSetTrades(long id, string[] trades, CancellationToken ct) =>
        await Finish(await setTrades.Handle(id, trades, ct), ct) ?? Done("/admin/sites", "The trades of {0} are saved.", (await db.Scalar<string>("select name from people_site where id = @id", new { id }, ct))!);

    public async Task<IActionResult> OnPostSetRestDays(long id, bool own, int[] days, CancellationToken ct) =>
        await Finish(await setRest.Handle(id, own ? days : null, ct), ct) ?? await CalendarSaved(id, ct);

    public async Task<IActionResult> OnPostMarkDays(long id, DateOnly? from, DateOnly? to, bool works, string? reason, CancellationToken ct) =>
        await Finish(from is null ? Problem.Because("Say which day.") : await mark.Handle(new SpecialDays(id, from.Value, to ?? from.Value, works, reason ?? ""), ct), ct) ?? await CalendarSaved(id, ct);

    public async Task<IActionResult> OnPostUnmarkDay(long id, DateOnly day, CancellationToken ct) =>
        await Finish(await mark.Unmark(id, day, ct), ct) ?? await CalendarSaved(id, ct);

    private async Task<IActionResult> CalendarSaved(long id, CancellationToken ct) =>
        Done("/admin/sites", "The calendar of {0} is saved.", (await db.Scalar<string>("select name from people_site where id = @id", new { id }, ct))!);

    public SiteCalendarView CalendarOf(SiteRow site) => new(site.Id, nodes[site.Id].ParentId is not null, site.RestDays, WeekDays.Read(RestAt(site.Id)), [.. marked[site.Id]]);

    /// <summary>The weekly rest of a site in words, its own or the one it takes from above.</summary>
    public string RestOf(SiteRow site)
    {
        var rest = WeekDays.Read(RestAt(site.Id));
        return rest.Count == 0 ? T["Without a weekly rest"] : T["Rests on {0}", string.Join(T.IsChinese ? "、" : ", ", WeekDays.All.Where(rest.Contains).Select(T.Culture.DateTimeFormat.GetDayName))];
    }

    private string RestAt(long siteId)
    {
        var node = nodes[siteId];
        while (node.RestDays is null && node.ParentId is { } parent) node = nodes[parent];
        return node.RestDays ?? WeekDays.Weekend;
    }

    /// <summary>The trades of a site in words: its own, or those it takes from above.</summary>
    public string TradesOf(SiteRow site)
    {
        if (site.Trades.Length > 0) return T["Trades: {0}", TradeNames.Words(site.Trades, T)];
        var above = nodes[site.Id];
        while (above.Trades.Length == 0 && above.ParentId is { } parent) above = nodes[parent];
        return above.Trades.Length > 0 ? T["As the site above: {0}", TradeNames.Words(above.Trades, T)] : T["Every trade"];
    }

    private async Task<IActionResult?> Finish(Problem? problem, CancellationToken ct)
    {
        if (problem is null) return null;
        await Read(ct);
        return Refuse(problem);
    }

    private async Task Read(CancellationToken ct)
    {
        var args = new { viewer = Me.Id, permission = PeoplePermissions.Sites };
        const string mine = "exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id)";
        var sites = await db.Rows<SiteRow>(
            $"""
            select s.id, s.code, s.name, u.name as parent_name, s.time_zone,
                   (select count(*) from people_person p where p.site_id = s.id and p.left_on is null) as people, s.trades, s.rest_days
            from people_site s left join people_site u on u.id = s.parent_id where {mine} order by s.name, s.id
            """, args, ct);
        nodes = (await db.Rows<Node>("select id, parent_id, trades, rest_days from people_site", null, ct)).ToDictionary(n => n.Id);
        // Depth first: each site stands below the one it belongs to.
        var places = sites.Select((s, i) => (s.Id, Key: i.ToString("D6", null))).ToDictionary(s => s.Id, s => s.Key);
        string Path(long id) => (nodes[id].ParentId is { } parent ? Path(parent) + "/" : "") + places.GetValueOrDefault(id, "");
        Sites = [.. sites.OrderBy(s => Path(s.Id), StringComparer.Ordinal)];
        Departments = await db.Rows<DepartmentRow>($"select d.id, d.site_id, d.code, d.name from people_department d join people_site s on s.id = d.site_id where {mine} order by d.code", args, ct);
        marked = (await db.Rows<MarkedDay>($"select c.site_id, c.day, c.reason, c.works from people_site_closure c join people_site s on s.id = c.site_id where c.day >= @today and {mine} order by c.day",
            new { args.viewer, args.permission, today = await people.Today(Me.Id, ct) }, ct)).ToLookup(d => d.SiteId);
        Positions = await db.Rows<PositionRow>("select id, code, name_zh, name_en from people_position order by code", null, ct);
    }
}
