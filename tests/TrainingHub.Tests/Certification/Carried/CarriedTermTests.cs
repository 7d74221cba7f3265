using TrainingHub.Modules.Certification.Carried;
using TrainingHub.Modules.Certification.Rules;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification.Carried;

public sealed class CarriedTermTests
{
    private static CarriedTerm Of(PeriodPolicy policy, string completed, string? expires = null, string? anchor = null) =>
        CarriedTerm.For(policy, Day(completed), DayOrNull(expires), DayOrNull(anchor)).Value ?? throw new InvalidOperationException();

    [Fact]
    public void Without_an_expiry_the_policy_counts_from_the_day_of_completion()
    {
        var yearly = Of(Policy("12m", "2m", ExpiryBasis.Expiry, grace: "14d"), "2026-01-31");
        Assert.Equal((Day("2027-01-31"), Day("2026-11-30"), Day("2027-02-14"), Day("2026-01-31")), (yearly.Term.Expiry, yearly.Term.WindowOpens, yearly.Term.GraceEnds, yearly.ChainAnchor));
        var march = Of(Policy("1y", "2m", ExpiryBasis.Fixed, minimum: "6m", anchor: "2026-03-01"), "2025-11-10");
        Assert.Equal((Day("2027-03-01"), Day("2026-03-01")), (march.Term.Expiry, march.ChainAnchor));
        Assert.Equal(Day("2026-09-01"), Of(Policy("1y", "2m", ExpiryBasis.Fixed, minimum: "6m", anchor: "2026-03-01"), "2025-11-10", anchor: "2020-09-01").Term.Expiry);
    }

    [Fact]
    public void The_expiry_on_the_old_paper_is_kept_to_the_day()
    {
        var carried = Of(Policy("12m", "2m", ExpiryBasis.Expiry, grace: "14d"), "2026-01-31", "2027-08-15");
        Assert.Equal(new PeriodTerm(Day("2027-08-15"), 0, Day("2027-08-15"), Day("2027-06-15"), Day("2027-08-29")), carried.Term);
        Assert.Equal(Day("2027-08-15"), carried.ChainAnchor);
    }

    /// <summary>Whoever comes with a paper until August renews until March with everybody else, unless HR says otherwise.</summary>
    [Fact]
    public void With_fixed_dates_an_expiry_off_the_grid_leads_back_to_it()
    {
        var policy = Policy("1y", "2m", ExpiryBasis.Fixed, minimum: "2m", anchor: "2026-03-01");
        var carried = Of(policy, "2025-08-15", "2026-08-15");
        var renewed = Dates(policy, new Completion(Day("2026-07-20"), null, carried.Term.Expiry, carried.ChainAnchor, carried.Term.WindowOpens));
        Assert.Equal((Day("2026-08-15"), Day("2027-03-01")), (carried.Term.Expiry, renewed.Expiry));
        Assert.Equal(Day("2020-01-01"), Of(policy, "2025-08-15", "2026-08-15", "2020-01-01").ChainAnchor);
    }

    [Theory]
    [InlineData("expiry", "2026-01-31", null, "2020-01-01", "From an anchor alone")]
    [InlineData("completion", "2026-01-31", null, "2020-01-01", "has no anchor")]
    [InlineData("expiry", "2026-01-31", "2026-01-31", null, "not after its completion")]
    [InlineData("expiry", "2026-01-31", "9999-12-31", null, "outside the calendar")]
    public void What_makes_no_sense_is_refused_with_its_reason(string basis, string completed, string? expires, string? anchor, string reason) =>
        Assert.Contains(reason, CarriedTerm.For(Policy("12m", "2m", Enum.Parse<ExpiryBasis>(basis, ignoreCase: true), grace: "14d"), Day(completed), DayOrNull(expires), DayOrNull(anchor)).Problem!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-06-01", "window-opens 2026-11-30, expiring 2027-01-17, expired 2027-02-01, grace-ended 2027-02-15")]
    [InlineData("2027-01-20", "expiring 2027-01-20, expired 2027-02-01, grace-ended 2027-02-15")] // it expires in eleven days: that is no news of the past
    [InlineData("2027-01-31", "expiring 2027-01-31, expired 2027-02-01, grace-ended 2027-02-15")]
    [InlineData("2027-02-01", "grace-ended 2027-02-15")]
    [InlineData("2027-02-15", "")]
    public void Steps_of_the_past_are_left_out(string today, string steps) =>
        Assert.Equal(steps, string.Join(", ", Of(Policy("12m", "2m", ExpiryBasis.Expiry, grace: "14d"), "2026-01-31").StepsFrom(Day(today)).Select(s => $"{s.Step} {s.On:yyyy-MM-dd}")));
}
