using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TrainingHub.Tests.Platform;

/// <summary>Every text a person may see has a Chinese translation, and no translation is left over.</summary>
public sealed partial class TranslationTests
{
    private sealed record Use(string File, int Line, string English)
    {
        public override string ToString() => $"{File}:{Line}: \"{English}\"";
    }

    /// <summary>Which argument of a call is shown to people.</summary>
    [GeneratedRegex("""
        (?<![\w.])T\[|(?<=\bT\.For\([^()]*\))\[|Problem\.(?:Because|NotFound|Conflict)\(|(?<one>new\ Problem\(|(?<![\w.])Done\(|\.Menu\(|\.Permission\()|(?<two>\.Job<\w+>\()
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Heads { get; }

    [GeneratedRegex(@"\{(\d+)")]
    private static partial Regex Places { get; }

    private static Dictionary<string, string> Translations()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in SourceTree.Files(Path.Combine(SourceTree.Root, "src"), ".json").Where(f => Path.GetFileName(f) == "Texts.zh-CN.json"))
            foreach (var (english, chinese) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!)
                all[english] = chinese;
        return all;
    }

    private static IEnumerable<(string File, string Text)> Sources() =>
        SourceTree.Files(Path.Combine(SourceTree.Root, "src"), ".cs", ".cshtml").Select(f => (SourceTree.Relative(f), File.ReadAllText(f)));

    [Fact]
    public void Every_text_that_is_shown_is_translated()
    {
        var translations = Translations();
        var missing = Sources().SelectMany(s => UsesIn(s.File, s.Text)).Where(u => !translations.ContainsKey(u.English)).Select(u => u.ToString());
        SourceTree.AssertNone(missing);
    }

    [Fact]
    public void No_translation_is_left_over()
    {
        var code = string.Concat(Sources().Select(s => s.Text));
        SourceTree.AssertNone(Translations().Keys.Where(english => !code.Contains(Quoted(english), StringComparison.Ordinal)));
    }

    [Fact]
    public void A_translation_has_the_places_of_its_text()
    {
        static string PlacesOf(string text) => string.Join(' ', Places.Matches(text).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        SourceTree.AssertNone(Translations().Where(t => PlacesOf(t.Key) != PlacesOf(t.Value) || string.IsNullOrWhiteSpace(t.Value)).Select(t => $"{t.Key} → {t.Value}"));
    }

    [Fact]
    public void Uses_are_found_in_every_way_a_text_is_written()
    {
        const string sample = """"
            // T["in a comment"]
            <h1 title="@T["One \"quoted\""]">@T["Two {0}", x["not this"]]</h1>
            return Problem.NotFound(@"Three ""verbatim""", "argument");
            return new Problem("code", "Four");
            return Done($"/people/{id}", n == "no" ? "Five" : "Six", name);
            m.Permission(P.Edit, "Seven", Roles.Hr); m.Menu(MenuArea.Hr, "Eight", "/hr", P.Edit); m.Job<X>("id", "Nine", """Ten""", Daily.At(1, 2));
            T.For(language)["Eleven"]; var key = T[variable];
            """";
        Assert.Equal(["One \"quoted\"", "Two {0}", "Three \"verbatim\"", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven"], UsesIn("sample", sample).Select(u => u.English));
        Assert.Equal(5, UsesIn("sample", sample).Single(u => u.English == "Five").Line);
    }

    private static string Quoted(string english) => "\"" + english.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static IEnumerable<Use> UsesIn(string file, string text)
    {
        foreach (Match head in Heads.Matches(text))
        {
            var lineStart = text.LastIndexOf('\n', Math.Max(head.Index - 1, 0)) + 1;
            if (text[lineStart..head.Index].TrimStart().StartsWith("//", StringComparison.Ordinal)) continue;
            var arguments = Arguments(text, head.Index + head.Length);
            int[] shown = head.Groups["two"].Success ? [1, 2] : head.Groups["one"].Success ? [1] : [0];
            foreach (var (argument, literal, at) in arguments)
                if (shown.Contains(argument)) yield return new Use(file, SourceTree.LineOf(text, at), literal);
        }
    }

    /// <summary>The literals that are a value of an argument: it alone, a branch of a condition or of a switch; not what is compared.</summary>
    private static List<(int Argument, string Literal, int At)> Arguments(string text, int at)
    {
        var found = new List<(int, string, int)>();
        var (argument, depth, before) = (0, 0, '(');
        while (at < text.Length && depth >= 0)
        {
            var start = at;
            if (Literal(text, ref at) is { } literal)
            {
                if (depth == 0 && before is '(' or '?' or ':' or '>') found.Add((argument, literal, start));
                before = '"';
                continue;
            }
            var c = text[at++];
            if (c is '(' or '[' or '{') depth++;
            else if (c is ')' or ']' or '}') depth--;
            if (c == ',' && depth == 0) (argument, before) = (argument + 1, '(');
            else if (!char.IsWhiteSpace(c)) before = c == '(' ? 'x' : c;
        }
        return found;
    }

    /// <summary>The string literal that begins here, and moves past it; null where none does. An interpolated one is passed over: it is no key.</summary>
    private static string? Literal(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is '@' or '$') at++;
        if (at >= text.Length || text[at] != '"')
        {
            at = start;
            return null;
        }
        var prefix = text[start..at];
        var quotes = 0;
        while (at + quotes < text.Length && text[at + quotes] == '"') quotes++;
        if (quotes >= 3)
        {
            var end = text.IndexOf(new string('"', quotes), at + quotes, StringComparison.Ordinal);
            var raw = text[(at + quotes)..end];
            at = end + quotes;
            return prefix.Contains('$') ? null : raw;
        }
        var value = new StringBuilder();
        var holes = 0;
        for (at++; at < text.Length; at++)
        {
            var c = text[at];
            if (prefix.Contains('$') && c is '{' or '}') holes += c == '{' ? 1 : -1;
            else if (c == '"' && prefix.Contains('@') && at + 1 < text.Length && text[at + 1] == '"') value.Append(text[at++]);
            else if (c == '"' && holes == 0) break;
            else if (c == '\\' && !prefix.Contains('@')) value.Append(Escape(text, ref at));
            else value.Append(c);
        }
        at++;
        return prefix.Contains('$') ? null : value.ToString();
    }

    private static char Escape(string text, ref int at)
    {
        var c = text[++at];
        if (c != 'u') return c switch { 'n' => '\n', 't' => '\t', _ => c };
        at += 4;
        return (char)int.Parse(text.AsSpan(at - 3, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
