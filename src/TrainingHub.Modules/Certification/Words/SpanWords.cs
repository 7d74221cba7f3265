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

    /// <summary>A span as it is stored; the text itself where it is none.</summary>
    public static string SaySpan(this Localizer t, string span) => CalendarSpan.TryParse(span, out var read) ? t.Say(read) : span;
}
