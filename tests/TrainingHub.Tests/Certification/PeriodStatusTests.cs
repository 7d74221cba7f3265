using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using Xunit;
using static TrainingHub.Modules.Certification.Rules.PeriodStatus;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class PeriodStatusTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.CreateCustomTimeZone("UTC+8", TimeSpan.FromHours(8), null, null);

    private static DateTimeOffset At(string day, double hour = 12) => new DateTimeOffset(Day(day), TimeOnly.MinValue, TimeSpan.FromHours(8)).AddHours(hour);

    private static readonly PeriodFact.Assigned Assignment = new(Day("2026-01-10"), At("2026-01-10"));
    private static readonly PeriodFact.Due Deadline = new(Day("2026-01-17"), At("2026-01-10"));
    private static readonly PeriodFact.Certified Pass =
        new(Day("2026-01-20"), Day("2026-01-20"), Day("2027-01-20"), Day("2027-02-03"), At("2026-01-20"));

    private static PeriodStatus On(string day, params PeriodFact[] facts) => new PeriodFacts(facts).StatusOn(Day(day));

    [Theory]
    [InlineData("2026-01-09", NotYetAssigned)]
    [InlineData("2026-01-10", Assigned)]
    [InlineData("2026-01-17", Assigned)] // the due day is in time
    [InlineData("2026-01-18", Overdue)]
    [InlineData("2026-01-19", Overdue)]
    [InlineData("2026-01-20", Certified)]
    [InlineData("2026-11-19", Certified)]
    [InlineData("2026-11-20", DueForRenewal)]
    [InlineData("2027-01-20", DueForRenewal)] // the last valid day is inclusive
    [InlineData("2027-01-21", InGrace)]
    [InlineData("2027-02-03", InGrace)]
    [InlineData("2027-02-04", Expired)]
    [InlineData("2027-02-10", Renewed)]
    [InlineData("9999-12-31", Renewed)]
    public void A_period_goes_through_its_statuses_day_by_day(string day, object status) => Assert.Equal(status, On(day,
        Assignment, Deadline, Pass, new PeriodFact.SuccessorOpened(Day("2026-11-20"), At("2026-11-23")), new PeriodFact.Ended(Day("2027-02-10"), EndReason.Renewed, At("2027-02-10"))));

    [Fact]
    public void Without_a_due_date_nobody_is_overdue_and_without_grace_nobody_is_in_grace()
    {
        Assert.Equal(Assigned, On("2030-01-01", Assignment));
        Assert.Equal(Expired, On("2027-01-21", Assignment, new PeriodFact.Certified(Pass.Completed, Pass.ValidFrom, Pass.Expires, Pass.Expires, Pass.At)));
        Assert.Equal(NotYetAssigned, On("2030-01-01"));
    }

    [Fact]
    public void A_due_date_may_be_moved_and_taken_back()
    {
        var moved = new PeriodFact.Due(Day("2026-02-28"), At("2026-01-18"));
        Assert.Equal(Assigned, On("2026-02-28", moved, Assignment, Deadline)); // in whatever order they are read
        Assert.Equal(Overdue, On("2026-03-01", Assignment, Deadline, moved));
        Assert.Equal(Assigned, On("2026-03-01", Assignment, Deadline, moved, new PeriodFact.Due(null, At("2026-03-01"))));
    }

    [Fact]
    public void What_is_completed_and_valid_later_is_not_overdue_meanwhile()
    {
        var later = new PeriodFact.Certified(Day("2026-01-15"), Day("2026-02-01"), Day("2027-01-31"), Day("2027-01-31"), At("2026-01-15"));
        Assert.Equal(Assigned, On("2026-01-31", Assignment, Deadline, later));
        Assert.Equal(Certified, On("2026-02-01", Assignment, Deadline, later));
    }

    [Fact]
    public void A_certification_brought_along_is_valid_before_it_was_assigned_here() =>
        Assert.Equal(Certified, On("2025-06-01", Assignment, new PeriodFact.Certified(Day("2025-03-01"), Day("2025-03-01"), Day("2026-03-01"), Day("2026-03-01"), At("2026-01-10"))));

    [Fact]
    public void A_successor_that_was_waived_leaves_nothing_to_renew()
    {
        PeriodFact[] facts = [Assignment, Pass, new PeriodFact.SuccessorOpened(Day("2026-11-20"), At("2026-11-20")), new PeriodFact.SuccessorClosed(Day("2026-12-01"), At("2026-12-01"))];
        Assert.Equal(DueForRenewal, On("2026-11-30", facts));
        Assert.Equal(Certified, On("2026-12-01", facts));
    }

    [Fact]
    public void Leaving_ends_a_period_and_being_assigned_again_restores_its_state()
    {
        PeriodFact[] facts =
        [
            Assignment, Pass,
            new PeriodFact.Ended(Day("2026-03-01"), EndReason.Unassigned, At("2026-03-01")), new PeriodFact.Restored(Day("2026-04-01"), EndReason.Unassigned, At("2026-04-01")),
            new PeriodFact.Ended(Day("2026-06-01"), EndReason.Unassigned, At("2026-06-01")),
        ];
        Assert.Equal(
            [Certified, Unassigned, Unassigned, Certified, Unassigned],
            from day in (string[])["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01", "2026-06-01"] select On(day, facts));
    }

    [Fact]
    public void Revocation_outlasts_every_other_end_and_a_return()
    {
        PeriodFact[] facts =
        [
            Assignment, Pass, new PeriodFact.Ended(Day("2026-02-01"), EndReason.Revoked, At("2026-02-01")),
            new PeriodFact.Ended(Day("2026-03-01"), EndReason.Unassigned, At("2026-03-01")), new PeriodFact.Restored(Day("2026-04-01"), EndReason.Unassigned, At("2026-04-01")),
            new PeriodFact.Ended(Day("2026-05-01"), EndReason.Renewed, At("2026-05-01")), new PeriodFact.Ended(Day("2026-05-01"), EndReason.Waived, At("2026-05-01")),
        ];
        foreach (var day in (string[])["2026-02-01", "2026-03-01", "2026-04-01", "2027-05-01"]) Assert.Equal(Revoked, On(day, facts));
        // Found out after the renewal, from a day before it.
        Assert.Equal(Revoked, On("2026-08-01", Assignment, Pass, new PeriodFact.Ended(Day("2026-05-01"), EndReason.Renewed, At("2026-05-01")), new PeriodFact.Ended(Day("2026-03-01"), EndReason.Revoked, At("2026-07-01"))));
    }

    [Fact]
    public void A_revocation_taken_back_from_its_own_day_was_never_there_except_in_what_was_recorded()
    {
        var facts = new PeriodFacts(Assignment, Pass, new PeriodFact.Ended(Day("2026-02-01"), EndReason.Revoked, At("2026-02-01")), new PeriodFact.Restored(Day("2026-02-01"), EndReason.Revoked, At("2026-02-05")));
        Assert.Equal(Certified, facts.StatusOn(Day("2026-02-03")));
        Assert.Equal(Revoked, facts.AsRecorded(Day("2026-02-03"), Shanghai).StatusOn(Day("2026-02-03")));
        Assert.Equal(Certified, facts.AsRecorded(Day("2026-02-05"), Shanghai).StatusOn(Day("2026-02-05")));
    }

    [Theory]
    [InlineData(Certified, true, true)]
    [InlineData(DueForRenewal, true, true)]
    [InlineData(Waived, true, true)]
    [InlineData(InGrace, true, false)]
    [InlineData(NotYetAssigned, false, false)]
    [InlineData(Assigned, false, false)]
    [InlineData(Overdue, false, false)]
    [InlineData(Expired, false, false)]
    [InlineData(Renewed, false, false)]
    [InlineData(Revoked, false, false)]
    [InlineData(Unassigned, false, false)]
    public void Only_grace_depends_on_the_switch(object status, bool ifGraceCounts, bool ifNot)
    {
        Assert.Equal(ifGraceCounts, ((PeriodStatus)status).IsCompliant(graceCounts: true));
        Assert.Equal(ifNot, ((PeriodStatus)status).IsCompliant(graceCounts: false));
    }

    [Fact]
    public void A_late_record_changes_the_corrected_view_and_not_what_was_recorded()
    {
        // Passed on the 20th, on paper; typed in on the 25th.
        var facts = new PeriodFacts(Assignment, Deadline, new PeriodFact.Certified(Pass.Completed, Pass.ValidFrom, Pass.Expires, Pass.GraceEnds, At("2026-01-25")));
        Assert.Equal(Certified, facts.StatusOn(Day("2026-01-22")));
        Assert.Equal(Overdue, facts.AsRecorded(Day("2026-01-22"), Shanghai).StatusOn(Day("2026-01-22")));
        Assert.Equal(Certified, facts.AsRecorded(Day("2026-01-25"), Shanghai).StatusOn(Day("2026-01-25")));
        Assert.Equal(NotYetAssigned, facts.AsRecorded(Day("2026-01-09"), Shanghai).StatusOn(Day("2026-01-10")));
    }

    [Fact]
    public void A_corrected_expiry_leaves_the_old_one_in_what_was_recorded()
    {
        var facts = new PeriodFacts(Assignment, Pass, new PeriodFact.Certified(Pass.Completed, Pass.ValidFrom, Day("2026-06-30"), Day("2026-06-30"), At("2026-09-01")));
        Assert.Equal(Expired, facts.StatusOn(Day("2026-08-01")));
        Assert.Equal(Certified, facts.AsRecorded(Day("2026-08-01"), Shanghai).StatusOn(Day("2026-08-01")));
    }

    [Fact]
    public void The_end_of_the_day_is_that_of_the_zone()
    {
        var lastMoment = new PeriodFacts(new PeriodFact.Assigned(Day("2026-01-10"), At("2026-01-11", 0).AddTicks(-1)));
        var midnight = new PeriodFacts(new PeriodFact.Assigned(Day("2026-01-10"), At("2026-01-11", 0)));
        Assert.Single(lastMoment.AsRecorded(Day("2026-01-10"), Shanghai).All);
        Assert.Empty(midnight.AsRecorded(Day("2026-01-10"), Shanghai).All);
        Assert.Single(midnight.AsRecorded(Day("2026-01-10"), TimeZoneInfo.Utc).All);
    }

    private static Gen<PeriodFact> AnyFact { get; } =
        from kind in Gen.Choose(0, 6)
        from hours in Gen.Choose(0, 24 * 400)
        from day in Gen.Choose(0, 400).Select(n => Day("2026-01-01").AddDays(n))
        from lengths in Gen.Choose(0, 90).ArrayOf(3)
        from reason in Gen.Elements(Enum.GetValues<EndReason>())
        let at = At("2026-01-01", hours)
        select (PeriodFact)(kind switch
        {
            0 => new PeriodFact.Assigned(day, at),
            1 => new PeriodFact.Due(lengths[0] == 0 ? null : day, at),
            2 => new PeriodFact.Certified(day, day.AddDays(lengths[0] / 30), day.AddDays(3 + lengths[1]), day.AddDays(3 + lengths[1] + lengths[2]), at),
            3 => new PeriodFact.Ended(day, reason, at),
            4 => new PeriodFact.Restored(day, reason, at),
            5 => new PeriodFact.SuccessorOpened(day, at),
            _ => new PeriodFact.SuccessorClosed(day, at),
        });

    private static Gen<PeriodFacts> AnyFacts { get; } = Gen.Choose(0, 8).SelectMany(n => AnyFact.ListOf(n)).Select(f => new PeriodFacts(f));

    /// <summary>Each status by a definition of its own, as a predicate a report could use; not the order of tests of the rule.</summary>
    private static IEnumerable<PeriodStatus> Holding(PeriodFacts facts, DateOnly day)
    {
        var certified = facts.Certification;
        var end = facts.EndOn(day);
        var isValidFrom = certified is not null && day >= certified.ValidFrom;
        var successor = facts.All.Where(f => (f as PeriodFact.SuccessorOpened)?.On <= day || (f as PeriodFact.SuccessorClosed)?.On <= day)
            .OrderBy(f => f is PeriodFact.SuccessorOpened o ? o.On : ((PeriodFact.SuccessorClosed)f).On).LastOrDefault() is PeriodFact.SuccessorOpened;
        var isOpen = end is null && !isValidFrom && facts.AssignedOn <= day;
        var isLate = facts.DueOn < day && !(certified?.Completed <= day);
        if (end == EndReason.Revoked) yield return Revoked;
        if (end == EndReason.Renewed) yield return Renewed;
        if (end == EndReason.Unassigned) yield return Unassigned;
        if (end == EndReason.Waived) yield return Waived;
        if (end is null && isValidFrom && day <= certified!.Expires && !successor) yield return Certified;
        if (end is null && isValidFrom && day <= certified!.Expires && successor) yield return DueForRenewal;
        if (end is null && isValidFrom && day > certified!.Expires && day <= certified.GraceEnds) yield return InGrace;
        if (end is null && isValidFrom && day > certified!.GraceEnds) yield return Expired;
        if (isOpen && !isLate) yield return Assigned;
        if (isOpen && isLate) yield return Overdue;
        if (end is null && !isValidFrom && !(facts.AssignedOn <= day)) yield return NotYetAssigned;
    }

    [Fact]
    public void Every_day_has_exactly_one_status_and_it_is_the_one_defined() => ForAll(AnyFacts, facts =>
    {
        for (var day = Day("2025-12-30"); day < Day("2027-09-01"); day = day.AddDays(5))
            Assert.Equal(facts.StatusOn(day), Assert.Single(Holding(facts, day)));
    }, 500);

    [Fact]
    public void What_was_recorded_differs_from_what_is_known_exactly_when_something_was_recorded_later() => ForAll(
        AnyFacts.Zip(Gen.Choose(-1, 405)),
        c =>
        {
            var (facts, n) = c;
            var day = Day("2026-01-01").AddDays(n);
            var recorded = facts.AsRecorded(day, Shanghai);
            var isLater = facts.All.Any(f => f.RecordedAt >= At("2026-01-01", 24 * (n + 1)));
            Assert.Equal(isLater, !recorded.All.SequenceEqual(facts.All));
            if (recorded.StatusOn(day) != facts.StatusOn(day)) Assert.True(isLater);
        });

    [Fact]
    public void What_was_recorded_of_a_day_never_changes_whatever_is_recorded_afterwards() => ForAll(
        from facts in AnyFacts
        from n in Gen.Choose(-1, 405)
        from more in AnyFacts
        select (facts, n, more),
        c =>
        {
            var day = Day("2026-01-01").AddDays(c.n);
            var later = c.more.All.Where(f => Shanghai.DayOf(f.RecordedAt) > day);
            Assert.Equal(c.facts.AsRecorded(day, Shanghai).StatusOn(day), new PeriodFacts([.. c.facts.All, .. later]).AsRecorded(day, Shanghai).StatusOn(day));
        });
}
