namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>One week of one programme at one site.</summary>
/// <param name="Ending">Who holds it for the last time in this week.</param>
/// <param name="Held">Who still holds it once the week is over, if nobody renews.</param>
/// <param name="IsShort">Fewer than the site needs.</param>
internal sealed record ForecastWeek(DateOnly Monday, long Ending, long Held, bool IsShort);

/// <summary>One programme at one site over the coming year.</summary>
/// <param name="Now">Who holds it as this week begins.</param>
/// <param name="EachShift">How many the site needs a shift; null where nobody said.</param>
/// <param name="Weeks">From this one on.</param>
internal sealed record ForecastLine(
    long SiteId, string SiteCode, string SiteName, long ProgramId, string Slug, string TitleZh, string TitleEn, long Now, int? EachShift, int? Shifts, IReadOnlyList<ForecastWeek> Weeks)
{
    public long? Needed => (long?)EachShift * Shifts;

    public bool IsShortNow => Now < Needed;

    /// <summary>The first week after which there are too few; null where there is none within the year.</summary>
    public DateOnly? ShortFrom => Weeks.FirstOrDefault(w => w.IsShort)?.Monday;

    public long Ending(int weeks) => Weeks.Take(weeks).Sum(w => w.Ending);

    /// <param name="sums">People by the Monday of their last week; weeks of the past do not count.</param>
    public static (long Now, IReadOnlyList<ForecastWeek> Weeks) Of(IReadOnlyDictionary<DateOnly, long> sums, DateOnly thisMonday, long? needed)
    {
        var held = sums.Where(s => s.Key >= thisMonday).Sum(s => s.Value);
        var (now, weeks) = (held, new List<ForecastWeek>());
        for (var i = 0; i < HeldWeek.Shown; i++)
        {
            var monday = thisMonday.AddDays(7 * i);
            var ending = sums.GetValueOrDefault(monday);
            held -= ending;
            weeks.Add(new ForecastWeek(monday, ending, held, held < needed));
        }
        return (now, weeks);
    }
}
