using TrainingHub.Modules.Certification.Forecast;
using TrainingHub.Modules.Platform;
using static TrainingHub.Modules.Certification.History.ChainCheck;

namespace TrainingHub.Modules.Certification.History;

/// <summary>What is held is counted in the forecast, where the person works and for the week in which it ends.</summary>
internal static class CheckForecast
{
    public static IEnumerable<ChainProblem> Of(ChainFacts facts)
    {
        var held = facts.Periods.LastOrDefault(p => p.Row.IsCertified)?.Row.ExpiresOn;
        var week = held is { } expires ? HeldWeek.Of(expires, facts.Chain.LeftOn) : (DateOnly?)null;
        var site = week is null ? (long?)null : facts.Chain.SiteId;
        if ((site, week) == (facts.Chain.CountedSiteId, facts.Chain.CountedWeekOn)) yield break;
        yield return new ChainProblem("forecast", null, Say(facts.Chain.CountedSiteId, facts.Chain.CountedWeekOn), Say(site, week), Problem.Because("Run the command \"forecast rebuild\"."));
    }

    private static Problem Say(long? site, DateOnly? week) =>
        week is null ? Problem.Because("Not counted in the forecast.") : Problem.Because("Counted in the forecast at site {0} for the week from {1}.", site!, Iso(week));
}
