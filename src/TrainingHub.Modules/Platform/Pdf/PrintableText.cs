using System.Globalization;
using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// Makes text fit to be set glyph by glyph: names come from imports and forms and may hold tabs, line ends, zero-width marks,
/// accents as separate characters or broken surrogates.
/// </summary>
/// <remarks>
/// The curly apostrophe is as wide as a whole character in Chinese fonts ("O’ Connor"); between letters of alphabets it is set as the straight one.
/// </remarks>
internal static class PrintableText
{
    private const char CurlyApostrophe = '\u2019';

    /// <summary>Line ends and tabs become spaces, invisible characters go, separate accents join their letters.</summary>
    public static string Of(string text)
    {
        // Nearly every text is clean already; measuring must not copy those.
        if (!text.Any(NeedsCare)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) && rune.Value != 0x3000) clean.Append(' ');
            else if (!IsInvisible(rune)) clean.Append(rune.ToString());
        }
        var result = clean.ToString();
        if (result.Any(IsMark)) result = result.Normalize(NormalizationForm.FormC);
        return result.Contains(CurlyApostrophe) ? WithStraightApostrophes(result) : result;
    }

    private static string WithStraightApostrophes(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        source.CopyTo(span);
        for (var i = 1; i < span.Length - 1; i++)
            if (span[i] == CurlyApostrophe && IsAlphabetic(span[i - 1]) && IsAlphabetic(span[i + 1])) span[i] = '\'';
    });

    private static bool IsAlphabetic(char c) => c < 0x2E80 && char.IsLetter(c);

    private static bool NeedsCare(char c) => c < ' ' || c == CurlyApostrophe || (c >= 0x7F && (char.IsSurrogate(c) || char.IsControl(c) || IsMark(c) || (char.IsWhiteSpace(c) && c != 0x3000) || IsInvisible(new Rune(c))));

    private static bool IsMark(char c) => c >= 0x300 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsInvisible(Rune rune) => rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
}
