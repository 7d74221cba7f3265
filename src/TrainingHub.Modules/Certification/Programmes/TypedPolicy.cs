using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>A policy as it stands in a form or in an address.</summary>
internal sealed record TypedPolicy(string? Active, string? Window, string? Basis, string? Minimum, string? FirstMinimum, string? Anchor, string? Grace, bool GraceCounts, bool LapsedAsksAll, string? Escalate, string? Zone)
{
    public IEnumerable<KeyValuePair<string, string>> Fields => new Dictionary<string, string?>
    {
        ["active"] = Active, ["window"] = Window, ["basis"] = Basis, ["minimum"] = Minimum, ["firstMinimum"] = FirstMinimum, ["anchor"] = Anchor, ["grace"] = Grace,
        ["graceCounts"] = GraceCounts ? "true" : null, ["lapsedAsksAll"] = LapsedAsksAll ? "true" : null, ["escalate"] = Escalate, ["zone"] = Zone,
    }.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Key, f.Value!));

    public QueryString Query => QueryString.Create(Fields.Select(f => KeyValuePair.Create(f.Key, (string?)f.Value)));

    /// <summary>What only fixed dates look at is left out with the others.</summary>
    public Outcome<PolicyText> Read()
    {
        var isFixed = Basis == "fixed";
        DateOnly? anchor = null;
        if (isFixed && !string.IsNullOrWhiteSpace(Anchor))
        {
            if (!DateOnly.TryParseExact(Anchor, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Problem.Because("Write the fixed date as 2026-03-01.");
            anchor = day;
        }
        string? OfFixed(string? span) => isFixed && !string.IsNullOrWhiteSpace(span) ? Clean(span) : null;
        return new PolicyText(Clean(Active), Clean(Window), Basis ?? "", OfFixed(Minimum), string.IsNullOrWhiteSpace(Grace) ? "0d" : Clean(Grace), GraceCounts, OfFixed(FirstMinimum), anchor,
            (LapsedAsksAll ? Lapsed.Full : Lapsed.Renewal).ToText(), string.IsNullOrWhiteSpace(Escalate) ? PeriodPolicy.DefaultEscalate.ToString() : Clean(Escalate), string.IsNullOrWhiteSpace(Zone) ? null : Zone.Trim());
    }

    private static string Clean(string? span) => (span ?? "").Normalize(System.Text.NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).ToLower(CultureInfo.InvariantCulture);
}
