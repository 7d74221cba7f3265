using Dapper;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>
/// Today, where each person works, as part of a query: a status depends on the civil day, and sites lie in different zones.
/// At one instant the earth has three dates at most.
/// </summary>
internal sealed class SiteDays(Db db, HubSettings settings, TimeProvider clock)
{
    private sealed record SiteZone(long SiteId, string TimeZone);

    /// <summary>Adds the parameters and gives the expression.</summary>
    public async Task<string> Today(string siteColumn, DynamicParameters args, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var here = DayIn(settings.TimeZone, now);
        // Per site the zone that the nearest site above it names; sites that none names count by the hub's.
        var zones = await db.Rows<SiteZone>(
            """
            select t.site_id, s.time_zone from v_people_site_tree t join v_people_site s on s.id = t.ancestor_id
            where s.time_zone is not null and not exists (
                select 1 from v_people_site_tree t2 join v_people_site s2 on s2.id = t2.ancestor_id where t2.site_id = t.site_id and s2.time_zone is not null and t2.depth < t.depth)
            """,
            null, ct);
        var days = zones.ToLookup(z => DayIn(TimeZoneInfo.FindSystemTimeZoneById(z.TimeZone), now).CompareTo(here), z => z.SiteId);
        args.AddDynamicParams(new { today = here, yesterday = here.AddDays(-1), tomorrow = here.AddDays(1), behind = days[-1].ToArray(), ahead = days[1].ToArray() });
        return $"case when {db.Dialect.In(siteColumn, "behind")} then @yesterday when {db.Dialect.In(siteColumn, "ahead")} then @tomorrow else @today end";
    }

    private static DateOnly DayIn(TimeZoneInfo zone, DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
