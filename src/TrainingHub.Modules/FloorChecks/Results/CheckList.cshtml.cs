using Microsoft.AspNetCore.WebUtilities;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.FloorChecks.Results;

/// <summary>How people in one's scope were checked on the floor, the newest first.</summary>
[Requires(FloorChecksPermissions.View)]
internal sealed class CheckListModel(Db db, ReadChecks checks, CheckSheets sheets, HubSettings settings) : SearchPage
{
    private const int PageSize = 50;

    public sealed record SiteChoice(string Code, string Name);

    public IReadOnlyList<SiteChoice> Sites { get; private set; } = [];
    public IReadOnlyList<CheckSheets.Choice> Lists { get; private set; } = [];
    public List<CheckRow> Rows { get; private set; } = [];
    public CheckFilter Filter { get; private set; } = new();
    public string? NextUrl { get; private set; }

    public string CsvUrl => AddressOf("/hr/checks.csv");

    public string At(DateTimeOffset instant) => T.Time(instant, settings.TimeZone);

    public async Task OnGet(string? site, string? list, string? result, long? before, CancellationToken ct)
    {
        Filter = new CheckFilter(site, list, result, Q);
        Sites = await db.Rows<SiteChoice>(
            "select s.code, s.name from v_people_site s where exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id) order by s.name, s.code",
            new { viewer = Me.Id, permission = FloorChecksPermissions.View }, ct);
        Lists = await sheets.All(ct);
        Rows = await checks.Page(Filter, before, PageSize + 1, ct);
        if (Rows.Count <= PageSize) return;
        Rows.RemoveAt(PageSize);
        NextUrl = QueryHelpers.AddQueryString(AddressOf("/hr/checks"), "before", $"{Rows[^1].Id}");
    }

    private string AddressOf(string path) =>
        QueryHelpers.AddQueryString(path, new Dictionary<string, string?> { ["site"] = Filter.Site, ["list"] = Filter.List, ["result"] = Filter.Result, [SearchWords.Key] = Find }.Where(p => !string.IsNullOrEmpty(p.Value)));
}
