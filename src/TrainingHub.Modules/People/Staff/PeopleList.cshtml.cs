using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.People.Staff;

/// <param name="SignsIn">A password was ever chosen.</param>
internal sealed record EmploymentStatus(DateOnly? LeftOn, DateOnly HiredOn, bool SignsIn, DateOnly Today);

/// <summary>Everybody in the viewer's scope, by name; searched and filtered, a page at a time.</summary>
[Requires(PeoplePermissions.View)]
internal sealed class PeopleListModel(Db db, HubSettings settings, TimeProvider clock) : SearchPage
{
    public const int PageSize = 50;

    public sealed record Row(long Id, string Name, string? LatinName, string? EmployeeNumber, string SiteName, string? DepartmentName, string? PositionZh, string? PositionEn, DateOnly HiredOn, DateOnly? LeftOn, bool SignsIn);

    [BindProperty(SupportsGet = true)] public long? Site { get; set; }
    [BindProperty(SupportsGet = true)] public long? Department { get; set; }
    [BindProperty(SupportsGet = true)] public long? Position { get; set; }
    [BindProperty(SupportsGet = true)] public string? Status { get; set; }

    /// <summary>The last person of the page before.</summary>
    [BindProperty(SupportsGet = true)] public long? After { get; set; }

    public PlacementChoices Choices { get; private set; } = null!;
    public IReadOnlyList<Row> People { get; private set; } = [];
    public long Total { get; private set; }
    public DateOnly Today { get; private set; }
    public string? NextUrl { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Today = settings.TimeZone.DayOf(clock.GetUtcNow());
        Choices = await PlacementChoices.For(PeoplePermissions.View, db, Me, ct);
        var args = new { viewer = Me.Id, permission = PeoplePermissions.View, Like = Pattern(Q), Site, Department, Position, Today, After, Limit = PageSize + 1 };
        Total = await db.Scalar<long>($"select count(*) from people_person p where {Filter()}", args, ct);
        var rows = await db.Rows<Row>(
            $"""
            select p.id, p.name, p.latin_name, p.employee_number, s.name as site_name, d.name as department_name, o.name_zh as position_zh, o.name_en as position_en,
                   p.hired_on, p.left_on, (p.password_hash is not null) as signs_in
            from people_person p
            join people_site s on s.id = p.site_id
            left join people_department d on d.id = p.department_id
            left join people_position o on o.id = p.position_id
            where {Filter()}{(After is null ? "" : " and (p.name_sort, p.id) > (select a.name_sort, a.id from people_person a where a.id = @After)")}
            order by p.name_sort, p.id limit @Limit
            """, args, ct);
        People = rows.Take(PageSize).ToList();
        if (rows.Count > PageSize) NextUrl = Next(People[^1].Id);
    }

    private string Filter()
    {
        var parts = new List<string> { PeopleScope.Sees("p.site_id", "p.department_id") };
        if (Status is null or "") parts.Add("(p.left_on is null or p.left_on >= @Today)");
        if (Status == "left") parts.Add("p.left_on < @Today");
        if (!string.IsNullOrWhiteSpace(Q))
            parts.Add(@"(lower(p.name) like @Like escape '\' or lower(p.latin_name) like @Like escape '\' or lower(p.normalized_number) like @Like escape '\' or lower(p.normalized_email) like @Like escape '\')");
        if (Site is not null) parts.Add("p.site_id in (select t.site_id from people_site_tree t where t.ancestor_id = @Site)");
        if (Department is not null) parts.Add("p.department_id in (select t.department_id from people_department_tree t where t.ancestor_id = @Department)");
        if (Position is not null) parts.Add("p.position_id = @Position");
        return string.Join(" and ", parts);
    }

    /// <summary>What was typed stands anywhere in the name, number or address; its % and _ mean themselves.</summary>
    private static string Pattern(string? typed) =>
        $"%{SignInName.Normalize(typed ?? "").ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private string Next(long last) => QueryHelpers.AddQueryString("/hr/people", new Dictionary<string, string?>
    {
        [SearchWords.Key] = Find, ["site"] = $"{Site}", ["department"] = $"{Department}", ["position"] = $"{Position}", ["status"] = Status, ["after"] = $"{last}",
    }.Where(p => !string.IsNullOrEmpty(p.Value)).ToDictionary());
}
