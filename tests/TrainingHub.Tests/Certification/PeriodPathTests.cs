using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Certification.Rules;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

/// <summary>What a renewal asks in time, and what it asks once the certification has lapsed.</summary>
public sealed class PeriodPathTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static readonly Requirement Whole = new Requirement.AllOf(new Requirement.Leaf("course", "a"), new Requirement.Leaf("quiz", "a"));
    private static readonly Requirement Short = new Requirement.Leaf("quiz", "a");

    private static readonly PeriodPath Full = new(Whole, Short, Day("2027-01-26"));

    private static Evidence At(string kind, string time) => new(kind, "a", DateTimeOffset.Parse(time + "+08:00", System.Globalization.CultureInfo.InvariantCulture), $"{kind}:{time}");

    [Theory]
    [InlineData("2027-01-26", false)]
    [InlineData("2027-01-27", true)]
    public void The_day_after_the_grace_asks_for_the_whole(string day, bool whole)
    {
        Assert.Same(whole ? Whole : Short, Full.On(Day(day)));
        Assert.Same(Short, (Full with { LapsesAfter = null }).On(Day(day)));
        Assert.Same(Whole, new PeriodPath(Whole, null, null).On(Day(day)));
    }

    [Fact]
    public void Evidence_of_either_path_is_kept_only_where_either_may_count()
    {
        Assert.True(Full.Asks("course", "a") && Full.Asks("quiz", "a"));
        Assert.False(Full.Asks("quiz", "b"));
        Assert.False((Full with { LapsesAfter = null }).Asks("course", "a"));
        Assert.True(new PeriodPath(Whole, null, null).Asks("course", "a"));
    }

    [Theory]
    [InlineData("2027-01-26T23:59:59", null, "2027-01-26T23:59:59")] // on the last day of grace the renewal is enough
    [InlineData("2027-01-27T00:00:00", null, null)] // a moment later it is not
    [InlineData("2027-01-27T00:00:00", "2026-12-01T09:00:00", "2027-01-27T00:00:00")] // what was read in the window still counts
    [InlineData("2027-01-27T00:00:00", "2027-02-03T09:00:00", "2027-02-03T09:00:00")]
    [InlineData("2027-01-20T09:00:00", "2027-02-03T09:00:00", "2027-01-20T09:00:00")]
    [InlineData(null, "2026-12-01T09:00:00", null)]
    public void Completion_is_the_renewal_in_time_or_the_whole(string? passed, string? read, string? completed)
    {
        List<Evidence> evidence = [];
        if (passed is not null) evidence.Add(At("quiz", passed));
        if (read is not null) evidence.Add(At("course", read));
        DateTimeOffset? expected = completed is null ? null : At("", completed).OccurredAt;
        Assert.Equal(expected, Full.CompletedAt(evidence, Shanghai));
    }

    /// <summary>A renewal path may ask for what the whole does not; whoever has done the whole by then is not left waiting for the lapse.</summary>
    [Fact]
    public void The_whole_done_within_the_window_renews_too()
    {
        var path = Full with { Renewal = new Requirement.Leaf("quiz", "b") };
        Assert.Equal(At("", "2026-12-02T09:00:00").OccurredAt, path.CompletedAt([At("course", "2026-12-01T09:00:00"), At("quiz", "2026-12-02T09:00:00")], Shanghai));
        Assert.Null((path with { LapsesAfter = null }).CompletedAt([At("course", "2026-12-01T09:00:00"), At("quiz", "2026-12-02T09:00:00")], Shanghai));
    }

    [Fact]
    public void The_order_in_which_evidence_comes_in_changes_nothing_and_more_of_it_never_completes_later() => ForAll(
        from deeds in (from kind in Gen.Elements("course", "quiz") from hour in Gen.Choose(-24 * 60, 24 * 30) select (kind, hour)).ArrayOf(6)
        from count in Gen.Choose(0, 6)
        select (deeds, count),
        c =>
        {
            var end = At("", "2027-01-26T23:59:59").OccurredAt;
            Evidence[] evidence = [.. c.deeds.Select((d, n) => new Evidence(d.kind, "a", end.AddHours(d.hour), $"{n}"))];
            var completed = Full.CompletedAt(evidence, Shanghai);
            Assert.Equal(completed, Full.CompletedAt([.. Enumerable.Reverse(evidence)], Shanghai));
            if (Full.CompletedAt(evidence[..c.count], Shanghai) is { } earlier) Assert.True(completed <= earlier);
            // By the letter: a quiz in time, or both.
            DateTimeOffset? First(string kind, bool inTime = false) => evidence.Where(e => e.Kind == kind && (!inTime || e.OccurredAt <= end)).Select(e => (DateTimeOffset?)e.OccurredAt).Min();
            var both = First("course") is { } read && First("quiz") is { } passed ? (read > passed ? read : passed) : (DateTimeOffset?)null;
            var expected = new[] { First("quiz", inTime: true), both }.Min();
            Assert.Equal(expected, completed);
        });
}
