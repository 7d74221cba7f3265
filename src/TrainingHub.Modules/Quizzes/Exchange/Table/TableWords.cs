using System.Globalization;
using System.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>The words and numbers of a cell, as people fill them in in either language and in full width.</summary>
internal static class TableWords
{
    /// <summary>Null where it says neither yes nor no.</summary>
    public static bool? Flag(string? cell) => cell is null ? null : Folded(cell).ToLowerInvariant() switch
    {
        "true" or "yes" or "y" or "x" or "t" or "on" or "√" or "✓" or "✔" or "☑" or "是" or "对" or "對" or "正确" or "正確" or "真" => true,
        "false" or "no" or "n" or "f" or "off" or "×" or "✗" or "✘" or "否" or "不" or "不是" or "错" or "錯" or "不对" or "错误" or "錯誤" or "假" => false,
        _ => null,
    };

    /// <summary>Also 1 and 0, where a number can mean nothing else.</summary>
    public static bool? Switch(string cell) => Flag(cell) ?? Folded(cell) switch { "1" => true, "0" => false, _ => null };

    /// <summary>A whole number between these; else null.</summary>
    public static int? Whole(string cell, int least, int most) =>
        int.TryParse(Folded(cell), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    /// <summary>Percent, from -100 to 100; else null.</summary>
    public static decimal? Percent(string cell) => ItemNumber.Plain(Folded(cell).TrimEnd('%')) is { } weight && Math.Abs(weight) <= 100 ? weight : null;

    private static string Folded(string cell) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cell)).Normalize(NormalizationForm.FormKC);
}
