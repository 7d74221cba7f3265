using System.Globalization;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Programmes;

/// <param name="Hub">Where the hub stands. Pass it as @today.</param>
/// <param name="Before">The day before, as @dayBefore.</param>
/// <param name="After">The day after, as @dayAfter.</param>
/// <param name="Sql">The day at the site p.site_id, out of the three.</param>
internal sealed record DayBySite(DateOnly Hub, DateOnly Before, DateOnly After, string Sql);

/// <summary>What day it is at each site: on this side of the date line somebody is overdue who on the other is not yet.</summary>
internal sealed class SiteDays(Db db, HubSettings settings, TimeProvider clock)
{
    private sealed record SiteZone(long Id, string Zone);

    public async Task<DayBySite> Now(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = CivilDay.Of(now, settings.TimeZone);
        var zones = await db.Rows<SiteZone>(
            """
            select z.id, z.zone from (
                select s.id, (select a.time_zone from v_people_site_tree r join v_people_site a on a.id = r.ancestor_id where r.site_id = s.id and a.time_zone is not null order by r.depth limit 1) as zone
                from v_people_site s) z
            where z.zone is not null order by z.id
            """, null, ct);
        var elsewhere = zones.Select(z => (z.Id, Day: CivilDay.Of(now, TimeZoneInfo.FindSystemTimeZoneById(z.Zone)))).Where(z => z.Day != today).ToLookup(z => z.Day < today, z => z.Id);
        var cases = new[] { (IsBefore: true, Name: "@dayBefore"), (IsBefore: false, Name: "@dayAfter") }.Where(c => elsewhere[c.IsBefore].Any())
            .Select(c => $" when p.site_id in ({string.Join(", ", elsewhere[c.IsBefore].Select(id => id.ToString(CultureInfo.InvariantCulture)))}) then {c.Name}");
        var text = string.Concat(cases);
        return new DayBySite(today, today.AddDays(-1), today.AddDays(1), text.Length == 0 ? "@today" : $"(case{text} else @today end)");
    }
}
