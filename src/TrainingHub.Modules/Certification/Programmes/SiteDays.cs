using System.Globalization;
using TrainingHub.Modules.People.Contracts;

namespace TrainingHub.Modules.Certification.Programmes;

/// <param name="Hub">Where the hub stands. Pass it as @today.</param>
/// <param name="Before">The day before, as @dayBefore.</param>
/// <param name="After">The day after, as @dayAfter.</param>
/// <param name="Sql">The day at the site p.site_id, out of the three.</param>
internal sealed record DayBySite(DateOnly Hub, DateOnly Before, DateOnly After, string Sql);

/// <summary>What day it is at each site: on this side of the date line somebody is overdue who on the other is not yet.</summary>
internal sealed class SiteDays(ISiteDays sites)
{
    public async Task<DayBySite> Now(CancellationToken ct)
    {
        var day = await sites.Today(ct);
        var cases = new[] { (Sites: day.Behind, Name: "@dayBefore"), (Sites: day.Ahead, Name: "@dayAfter") }.Where(c => c.Sites.Length > 0)
            .Select(c => $" when p.site_id in ({string.Join(", ", c.Sites.Select(id => id.ToString(CultureInfo.InvariantCulture)))}) then {c.Name}");
        var text = string.Concat(cases);
        return new DayBySite(day.Hub, day.Hub.AddDays(-1), day.Hub.AddDays(1), text.Length == 0 ? "@today" : $"(case{text} else @today end)");
    }
}
