namespace TrainingHub.Modules.People.Contracts;

/// <summary>What day it is where people work: at one instant the earth has three dates at most.</summary>
/// <param name="Hub">Where the hub stands, and at every site that is in neither list.</param>
/// <param name="Behind">Ids of the sites where it is still the day before.</param>
/// <param name="Ahead">Ids of the sites where it is already the day after.</param>
public sealed record SiteToday(DateOnly Hub, long[] Behind, long[] Ahead);

/// <summary>Civil days per site, for lists over many sites; one person's day is <see cref="IPersonDirectory.Today"/>.</summary>
public interface ISiteDays
{
    Task<SiteToday> Today(CancellationToken ct);

    /// <summary>In which days are counted at a site: the nearest that it or a site above it names, at last the hub's.</summary>
    Task<TimeZoneInfo> Zone(long siteId, CancellationToken ct);
}
