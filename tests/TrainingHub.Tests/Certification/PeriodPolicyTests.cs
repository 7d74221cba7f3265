using TrainingHub.Modules.Certification.Rules;
using Xunit;
using static TrainingHub.Tests.Certification.CertificationWords;

namespace TrainingHub.Tests.Certification;

public sealed class PeriodPolicyTests
{
    [Theory]
    [InlineData("0m", "0d", null, "0d", "active-too-short")]
    [InlineData("12m", "13m", null, "0d", "window-too-long")]
    [InlineData("1y", "365d", null, "0d", "window-too-long")]
    [InlineData("1m", "30d", null, "0d", "window-too-long")]
    [InlineData("12m", "2m", "0d", "0d", "minimum-too-short")]
    [InlineData("101y", "2m", null, "0d", "span-too-long")]
    [InlineData("1y", "2m", "101y", "0d", "span-too-long")]
    [InlineData("1y", "2m", null, "36526d", "span-too-long")]
    public void An_unsound_policy_is_refused_with_its_reason(string active, string window, string? minimum, string grace, string code)
    {
        var (policy, problem) = PeriodPolicy.Create(Span(active), Span(window), ExpiryBasis.Fixed, minimum is null ? null : Span(minimum), Span(grace));
        Assert.Null(policy);
        Assert.Equal(code, problem?.Code);
        Assert.DoesNotContain("{", problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_spans_are_refused()
    {
        var minus = Span("1d").Times(-1);
        Assert.Equal("active-too-short", PeriodPolicy.Create(minus, Span("0d"), ExpiryBasis.Expiry).Problem?.Code);
        Assert.Equal("window-negative", PeriodPolicy.Create(Span("1y"), minus, ExpiryBasis.Expiry).Problem?.Code);
        Assert.Equal("minimum-too-short", PeriodPolicy.Create(Span("1y"), Span("0d"), ExpiryBasis.Expiry, minus).Problem?.Code);
        Assert.Equal("first-minimum-too-short", PeriodPolicy.Create(Span("1y"), Span("0d"), ExpiryBasis.Fixed, firstMinimum: minus).Problem?.Code);
        Assert.Equal("first-minimum-too-short", PeriodPolicy.Create(Span("1y"), Span("0d"), ExpiryBasis.Fixed, firstMinimum: Span("0d")).Problem?.Code);
        Assert.Equal("span-too-long", PeriodPolicy.Create(Span("1y"), Span("0d"), ExpiryBasis.Fixed, firstMinimum: Span("101y")).Problem?.Code);
        Assert.Equal("grace-negative", PeriodPolicy.Create(Span("1y"), Span("0d"), ExpiryBasis.Expiry, null, minus).Problem?.Code);
    }

    [Theory]
    [InlineData("2m", null, "2m")]
    [InlineData("0d", null, "1d")]
    [InlineData("0m", null, "1d")]
    [InlineData("2m", "5m", "5m")]
    public void The_minimum_is_the_window_unless_given_and_at_least_a_day(string window, string? minimum, string expected) =>
        Assert.Equal(Span(expected), Policy("12m", window, ExpiryBasis.Fixed, minimum).Minimum);

    [Theory]
    [InlineData("fixed", "1m", "minimum-below-window")]
    [InlineData("fixed", "13m", "minimum-above-active")]
    [InlineData("fixed", "2m", null)]
    [InlineData("fixed", "12m", null)]
    [InlineData("expiry", "1m", null)]
    public void What_hardly_anybody_means_is_allowed_but_pointed_out(string basis, string minimum, string? code)
    {
        Assert.True(ExpiryBasisText.TryParse(basis, out var read));
        Assert.Equal(code, Policy("12m", "2m", read, minimum).Advice().SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("1d", "first-below-window")]
    [InlineData("2m", null)]
    [InlineData(null, null)]
    public void A_first_period_that_begins_within_its_window_is_pointed_out(string? firstMinimum, string? code) =>
        Assert.Equal(code, Policy("12m", "2m", ExpiryBasis.Fixed, "6m", firstMinimum: firstMinimum).Advice().SingleOrDefault()?.Code);

    [Fact]
    public void The_bases_are_read_and_written_by_the_words_of_the_contract()
    {
        foreach (var basis in Enum.GetValues<ExpiryBasis>())
        {
            Assert.True(ExpiryBasisText.TryParse(basis.ToText(), out var read));
            Assert.Equal(basis, read);
        }

        Assert.Equal(["completion", "expiry", "fixed"], Enum.GetValues<ExpiryBasis>().Select(b => b.ToText()));
        Assert.False(ExpiryBasisText.TryParse("Fixed", out _));
        Assert.False(ExpiryBasisText.TryParse(null, out _));
    }
}
