using System.CommandLine.Parsing;
using System.Globalization;

namespace TrainingHub.Modules.Platform.Verbs;

/// <summary>Civil dates on the command line, in one spelling whatever the machine's language.</summary>
internal static class VerbDate
{
    public static DateOnly? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        result.AddError($"{text} is no date; write it as 2026-12-31.");
        return null;
    }
}
