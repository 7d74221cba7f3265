namespace TrainingHub.Modules.People.Calendar;

internal sealed record MarkedDay(long SiteId, DateOnly Day, string Reason, bool Works);

/// <summary>A site's calendar on the page of the sites.</summary>
/// <param name="Own">As it is kept; null: as the site above.</param>
/// <param name="Rest">Its own weekly rest, or that of the site above.</param>
/// <param name="Days">Its own, from today on.</param>
internal sealed record SiteCalendarView(long SiteId, bool HasParent, string? Own, IReadOnlySet<DayOfWeek> Rest, IReadOnlyList<MarkedDay> Days);
