using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Calendar;

/// <summary>Read anew each time, like a site's trades.</summary>
internal sealed class SiteCalendar(Db db) : ISiteCalendar
{
    private sealed record Marked(DateOnly Day, bool Works);

    public async Task<WorkingDays> Of(long personId, CancellationToken ct)
    {
        var rest = await db.Scalar<string>(
            """
            select s.rest_days from people_person p join people_site_tree t on t.site_id = p.site_id join people_site s on s.id = t.ancestor_id
            where p.id = @personId and s.rest_days is not null order by t.depth limit 1
            """, new { personId }, ct);
        // From the top down: what a nearer site says of a day takes the place of what stood there.
        var marked = await db.Rows<Marked>(
            """
            select c.day, c.works from people_person p join people_site_tree t on t.site_id = p.site_id join people_site_closure c on c.site_id = t.ancestor_id
            where p.id = @personId order by t.depth desc
            """, new { personId }, ct);
        var days = new Dictionary<DateOnly, bool>();
        foreach (var (day, works) in marked) days[day] = works;
        return new WorkingDays(WeekDays.Read(rest ?? WeekDays.Weekend), days);
    }
}
