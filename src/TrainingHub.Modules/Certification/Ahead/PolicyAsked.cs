using System.Globalization;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Ahead;

/// <summary>A policy as it was typed, before it is saved; null in all parts where the present one is meant.</summary>
internal sealed record PolicyAsked(string? Active, string? Window, string? Basis, string? Minimum, string? Grace, string? FirstMinimum, string? Anchor)
{
    public bool IsGiven => Active is not null || Window is not null || Basis is not null || Minimum is not null || Grace is not null || FirstMinimum is not null || Anchor is not null;

    /// <summary>What is not given is as it is now.</summary>
    public Outcome<PeriodPolicy> Over(PolicyText now)
    {
        var anchor = now.Anchor;
        if (Anchor is not null)
        {
            if (!DateOnly.TryParseExact(Anchor, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Problem.Because("Write the fixed date as 2026-03-01.");
            anchor = day;
        }
        var basis = Basis ?? now.Basis;
        var isFixed = basis == ExpiryBasis.Fixed.ToText();
        return ChangePolicy.Check(now with
        {
            Active = Active ?? now.Active, Window = Window ?? now.Window, Basis = basis, Grace = Grace ?? now.Grace,
            Minimum = isFixed ? Minimum ?? now.Minimum : null, FirstMinimum = isFixed ? FirstMinimum ?? now.FirstMinimum : null, Anchor = isFixed ? anchor : null,
        });
    }
}
