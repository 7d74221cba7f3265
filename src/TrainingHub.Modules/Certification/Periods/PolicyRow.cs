using TrainingHub.Modules.Certification.Rules;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>A policy version as it is stored.</summary>
internal sealed record PolicyRow(string Active, string RenewalWindow, string Basis, string? Minimum, string Grace, string? FirstMinimum, DateOnly? AnchorOn, string Lapsed, string Escalate = "7d", string? TimeZone = null)
{
    public const string Columns = "y.active, y.renewal_window, y.basis, y.minimum, y.grace, y.first_minimum, y.anchor_on, y.lapsed, y.escalate, y.time_zone";

    /// <summary>What is stored was checked when it was written.</summary>
    public PeriodPolicy ToPolicy()
    {
        if (!ExpiryBasisText.TryParse(Basis, out var basis)) throw new InvalidOperationException($"The stored basis {Basis} is unknown.");
        if (!LapsedText.TryParse(Lapsed, out var lapsed)) throw new InvalidOperationException($"What is stored to be asked after the grace, {Lapsed}, is unknown.");
        var (policy, problem) = PeriodPolicy.Create(Span(Active), Span(RenewalWindow), basis, SpanOrNull(Minimum), Span(Grace), SpanOrNull(FirstMinimum), AnchorOn, lapsed, Span(Escalate), TimeZone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
        return policy ?? throw new InvalidOperationException($"The stored policy is unsound: {problem}");
    }

    private static CalendarSpan? SpanOrNull(string? text) => text is null ? null : Span(text);

    private static CalendarSpan Span(string text) => CalendarSpan.TryParse(text, out var span) ? span : throw new InvalidOperationException($"The stored span {text} is none.");
}
