using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Words;

/// <summary>A length of time as people say it: 12 months, 1 year.</summary>
internal static class SpanWords
{
    public static string Say(this Localizer t, CalendarSpan span) => (span.Unit, span.Count) switch
    {
        (CalendarUnit.Day, 1) => t["1 day"],
        (CalendarUnit.Day, _) => t["{0} days", span.Count],
        (CalendarUnit.Week, 1) => t["1 week"],
        (CalendarUnit.Week, _) => t["{0} weeks", span.Count],
        (CalendarUnit.Month, 1) => t["1 month"],
        (CalendarUnit.Month, _) => t["{0} months", span.Count],
        (_, 1) => t["1 year"],
        _ => t["{0} years", span.Count],
    };

    /// <summary>By when a rule wants it done.</summary>
    public static string SayDue(this Localizer t, RuleTerms terms) => terms switch
    {
        { DueOn: { } day, AtLeast: { } least } => t["Due by {0}; later for whom less than {1} would be left", t.Date(day), t.SaySpan(least)],
        { DueOn: { } day } => t["Due by {0}", t.Date(day)],
        _ => t["Due within {0}", t.SaySpan(terms.DueIn!)],
    };

    /// <summary>How long a rule holds, where it has not begun or will end.</summary>
    public static string SayDays(this Localizer t, RuleTerms terms, DateOnly today) => (terms.StartsOn > today, terms.EndsOn?.AddDays(-1)) switch
    {
        (true, { } last) => t["Holds from {0} to {1}", t.Date(terms.StartsOn), t.Date(last)],
        (true, null) => t["Holds from {0}", t.Date(terms.StartsOn)],
        (_, { } last) => t["Holds until {0}", t.Date(last)],
        _ => t["It holds since {0}.", t.Date(terms.StartsOn)],
    };

    /// <summary>A span as it is stored; the text itself where it is none.</summary>
    public static string SaySpan(this Localizer t, string span) => CalendarSpan.TryParse(span, out var read) ? t.Say(read) : span;
}
