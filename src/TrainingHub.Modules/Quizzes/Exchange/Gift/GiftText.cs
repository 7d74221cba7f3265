using System.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>GIFT's escapes. While a question is taken apart, an escaped character is one that no text can hold; so it is never taken for a mark.</summary>
internal static class GiftText
{
    private const string Marks = ":#={}~\n";

    /// <summary>Unicode's noncharacters, one for each mark.</summary>
    private const char First = '\uFDD0';

    public static string Protect(string raw)
    {
        if (!raw.Contains('\\')) return raw;
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 == raw.Length)
            {
                text.Append(raw[i]);
                continue;
            }
            var next = raw[i + 1] == 'n' ? '\n' : raw[i + 1];
            if (next == '\\') text.Append('\\');
            else if (Marks.IndexOf(next) is var mark and >= 0 && raw[i + 1] != '\n') text.Append((char)(First + mark));
            else
            {
                text.Append('\\'); // before any other character it is itself
                continue;
            }
            i++;
        }
        return text.ToString();
    }

    public static string Restore(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++) to[i] = from[i] is >= First and < (char)(First + 7) ? Marks[from[i] - First] : from[i];
    });

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            if (c == '\\' || Marks.Contains(c)) escaped.Append('\\');
            escaped.Append(c == '\n' ? 'n' : c);
        }
        return escaped.ToString();
    }

    /// <summary>Cuts the characters Moodle cuts at both ends.</summary>
    public static string Trim(string text) => text.Trim(' ', '\t', '\n', '\r', '\0', '\v');

    /// <summary>A text with the format it may name: "[html]&lt;p&gt;…". A bracket that names none is text.</summary>
    public static ItemText Read(string text, string format)
    {
        text = Trim(text);
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is var end and > 0 && TextFormats.IsKnown(text[1..end])) (format, text) = (text[1..end], text[(end + 1)..]);
        return new ItemText(Trim(Restore(text)), format);
    }
}
