using TrainingHub.Modules.Certification.Rules;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>What is still to be done of a period whose dates or policy have changed, without a database.</summary>
public sealed class StepsAgainTests
{
    private const string Windowed = "window-opens 2026-11-01 done; expiring 2026-12-18 done; ";

    private static IEnumerable<(string, DateOnly)> Life(string opens, string expires, string graceEnds, string escalate) =>
        PeriodSteps.LifeOfCertified(new PeriodTerm(Day(expires), 0, Day(expires), Day(opens), Day(graceEnds)), Span(escalate));

    private static NotedStep[] Noted(string text) => [.. text.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split(' ')).Select(t => new NotedStep(t[0], Day(t[1]), t.Length > 2))];

    private static string Again(IEnumerable<(string Step, DateOnly On)> life, string noted, string today) =>
        string.Join("; ", StepsAgain.Of(life, Noted(noted), Day(today)).Select(s => $"{s.Step} {s.On:yyyy-MM-dd}"));

    [Theory]
    // Nothing has changed, so nothing does.
    [InlineData("2026-11-01 2026-12-31 2027-01-14 7d", "window-opens 2026-11-01; expiring 2026-12-17; expired 2027-01-01; grace-ended 2027-01-15", "2026-06-01", "window-opens 2026-11-01; expiring 2026-12-17; expired 2027-01-01; grace-ended 2027-01-15")]
    // In grace: what a manager is to be told of it stays, whatever else moves.
    [InlineData("2026-11-01 2026-12-31 2027-01-30 7d", Windowed + "expired 2027-01-01 done; grace-ended 2027-01-15; not-renewed 2027-01-07", "2027-01-03", "grace-ended 2027-01-31; not-renewed 2027-01-07")]
    [InlineData("2026-11-01 2026-12-31 2027-01-14 3d", Windowed + "expired 2027-01-01 done; grace-ended 2027-01-15; not-renewed 2027-01-07", "2027-01-05", "grace-ended 2027-01-15; not-renewed 2027-01-03")]
    [InlineData("2026-11-01 2026-12-31 2027-01-14 0d", Windowed + "expired 2027-01-01 done; grace-ended 2027-01-15; not-renewed 2027-01-07", "2027-01-05", "grace-ended 2027-01-15")]
    [InlineData("2026-11-01 2026-12-31 2027-01-14 7d", Windowed + "expired 2027-01-01 done; grace-ended 2027-01-15", "2027-01-10", "grace-ended 2027-01-15; not-renewed 2027-01-07")] // it was for nobody until now
    [InlineData("2026-11-01 2026-12-31 2027-01-14 30d", Windowed + "expired 2027-01-01 done; grace-ended 2027-01-15 done; not-renewed 2027-01-07 done", "2027-01-20", "")] // told once of one lapse
    // Valid again: it expires a second time, and what follows is told after that.
    [InlineData("2026-11-01 2027-06-30 2027-07-14 7d", Windowed + "expired 2027-01-01 done; grace-ended 2027-01-15; not-renewed 2027-01-07", "2027-01-03", "expiring 2027-06-16; expired 2027-07-01; grace-ended 2027-07-15")]
    [InlineData("2026-11-01 2027-06-30 2027-07-14 7d", Windowed + "expired 2027-01-01 done; grace-ended 2027-01-15 done; not-renewed 2027-01-07 done", "2027-02-03", "expiring 2027-06-16; expired 2027-07-01; grace-ended 2027-07-15")]
    [InlineData("2026-11-01 2027-06-20 2027-07-04 7d", Windowed + "expired 2027-01-01 done; not-renewed 2027-01-07 done; expired 2027-07-01 done; grace-ended 2027-07-15", "2027-07-03", "grace-ended 2027-07-05; not-renewed 2027-06-27")] // nobody has told a manager of the second
    // A late job has not done it yet, and it moved back again.
    [InlineData("2026-11-01 2027-06-20 2027-07-04 7d", Windowed + "expired 2027-01-01 done; expired 2027-07-01; grace-ended 2027-07-15", "2027-07-10", "expired 2027-06-21; grace-ended 2027-07-05")]
    // The window of nobody was opened: it opens on its new day. What was carried over long expired is told nothing of the past.
    [InlineData("2027-02-01 2027-03-31 2027-04-14 7d", "window-opens 2026-11-01 done; expiring 2026-12-17; expired 2027-01-01; grace-ended 2027-01-15", "2026-11-20", "window-opens 2027-02-01; expiring 2027-03-17; expired 2027-04-01; grace-ended 2027-04-15")]
    [InlineData("2020-11-01 2020-12-31 2021-01-14 7d", "", "2027-01-03", "")]
    public void What_lies_ahead_comes_and_what_is_past_is_not_told_twice(string dates, string noted, string today, string ahead)
    {
        var parts = dates.Split(' ');
        Assert.Equal(ahead, Again(Life(parts[0], parts[1], parts[2], parts[3]), noted, today));
    }

    [Fact]
    public void Of_an_open_period_the_next_one_is_enough()
    {
        static IEnumerable<(string, DateOnly)> Open(string escalate) => PeriodSteps.LifeOfOpen(Day("2026-01-05"), Day("2026-01-12"), null, Span(escalate));
        Assert.Equal("due-soon 2026-01-09", Again(Open("7d"), "due-soon 2026-01-09", "2026-01-06"));
        Assert.Equal("overdue 2026-01-13", Again(Open("7d"), "due-soon 2026-01-09 done; overdue 2026-01-13", "2026-01-10"));
        Assert.Equal("overdue 2026-01-13", Again(Open("7d"), "overdue 2026-01-13", "2026-01-10")); // brought forward, too late for "soon"
        Assert.Equal("escalated 2026-01-14", Again(Open("2d"), "due-soon 2026-01-09 done; overdue 2026-01-13 done; escalated 2026-01-19", "2026-01-13"));
        Assert.Equal("", Again(Open("30d"), "due-soon 2026-01-09 done; overdue 2026-01-13 done; escalated 2026-01-19 done", "2026-01-20"));
        Assert.Equal("", Again(PeriodSteps.LifeOfOpen(Day("2026-01-05"), Day("2026-01-12"), Day("2026-01-12"), Span("7d")), "", "2026-01-06")); // a renewal, of which what it renews speaks
    }
}
