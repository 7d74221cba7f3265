using System.Globalization;

namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>
/// What day it is, as SQL, by the calendar of each policy and at each site: on this side of the date line somebody is overdue who on the other is not yet. Pass <see cref="Hub"/> as @today,
/// <see cref="Before"/> as @dayBefore and <see cref="After"/> as @dayAfter. Where no policy names a zone, and all sites lie in that of the hub, the expressions are @today alone.
/// </summary>
/// <param name="Hub">Where the hub stands.</param>
/// <param name="BehindSites">Where it is still the day before.</param>
/// <param name="AheadSites">Where it is already the day after.</param>
/// <param name="Policies">Those that name a zone, with how many days they are ahead of the hub: -1, 0 or 1.</param>
public sealed record PolicyToday(DateOnly Hub, IReadOnlyList<long> BehindSites, IReadOnlyList<long> AheadSites, ILookup<int, long> Policies)
{
    public DateOnly Before => Hub.AddDays(-1);

    public DateOnly After => Hub.AddDays(1);

    /// <summary>The day at a site.</summary>
    /// <param name="site">A column.</param>
    public string AtSite(string site) => Cases("@today", (site, BehindSites, "@dayBefore"), (site, AheadSites, "@dayAfter"));

    /// <summary>The day that decides about a period: by its policy's calendar, or where that names no zone as given.</summary>
    /// <param name="policy">A column, or a select in brackets: it is left out where no policy names a zone.</param>
    /// <param name="otherwise">SQL of a day, such as <see cref="AtSite"/>.</param>
    public string Of(string policy, string otherwise) => Cases(otherwise, (policy, [.. Policies[-1]], "@dayBefore"), (policy, [.. Policies[0]], "@today"), (policy, [.. Policies[1]], "@dayAfter"));

    private static string Cases(string otherwise, params (string Column, IReadOnlyList<long> Ids, string Day)[] cases)
    {
        var text = string.Concat(cases.Where(c => c.Ids.Count > 0).Select(c => $" when {c.Column} in ({string.Join(", ", c.Ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))}) then {c.Day}"));
        return text.Length == 0 ? otherwise : $"(case{text} else {otherwise} end)";
    }
}

/// <summary>Today for lists over many people; of one period see <see cref="PolicyZone"/>.</summary>
public interface IPolicyDays
{
    Task<PolicyToday> Now(CancellationToken ct);

    /// <summary>In which zone the days of this period are counted.</summary>
    Task<TimeZoneInfo> Zone(long periodId, CancellationToken ct);
}
