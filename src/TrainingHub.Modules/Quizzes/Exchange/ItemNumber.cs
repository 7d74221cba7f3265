using System.Globalization;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>A number that is the answer, as Moodle writes it: 3.14, 3.14:0.01 (with a tolerance) or 3.13..3.15 (from, to).</summary>
internal static class ItemNumber
{
    public static (decimal Value, decimal Tolerance)? Read(string text)
    {
        if (text.IndexOf("..", StringComparison.Ordinal) is var dots and > 0)
            return Plain(text[..dots]) is { } least && Plain(text[(dots + 2)..]) is { } most && least <= most ? ((least + most) / 2, (most - least) / 2) : null;
        if (text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            return Plain(text[..colon]) is { } value && Plain(text[(colon + 1)..]) is { } tolerance && tolerance >= 0 ? (value, tolerance) : null;
        return Plain(text) is { } number ? (number, 0) : null;
    }

    public static decimal? Plain(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= 1_000_000_000_000 ? number : null;

    public static string Write(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
