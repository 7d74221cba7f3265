using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People;

internal sealed class SiteDays(Db db, HubSettings settings, TimeProvider clock) : ISiteDays
{
    private sealed record SiteZone(long SiteId, string TimeZone);

    public async Task<SiteToday> Today(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var here = settings.TimeZone.DayOf(now);
        // Per site the zone that the nearest site above it names; sites that none names count by the hub's.
        var zones = await db.Rows<SiteZone>(
            """
            select t.site_id, s.time_zone from people_site_tree t join people_site s on s.id = t.ancestor_id
            where s.time_zone is not null and not exists (
                select 1 from people_site_tree t2 join people_site s2 on s2.id = t2.ancestor_id where t2.site_id = t.site_id and s2.time_zone is not null and t2.depth < t.depth)
            order by t.site_id
            """, null, ct);
        var days = zones.ToLookup(z => TimeZoneInfo.FindSystemTimeZoneById(z.TimeZone).DayOf(now).CompareTo(here), z => z.SiteId);
        return new SiteToday(here, [.. days[-1]], [.. days[1]]);
    }

    public async Task<TimeZoneInfo> Zone(long siteId, CancellationToken ct) =>
        await db.Scalar<string>("select s.time_zone from people_site_tree t join people_site s on s.id = t.ancestor_id where t.site_id = @siteId and s.time_zone is not null order by t.depth limit 1", new { siteId }, ct) is { } zone
            ? TimeZoneInfo.FindSystemTimeZoneById(zone)
            : settings.TimeZone;
}
