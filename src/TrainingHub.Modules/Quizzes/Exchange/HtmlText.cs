using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>
/// HTML and Markdown as the plain text the bank keeps. Nothing of the markup stays, so none of it can act; what it said beyond the words is named as lost.
/// </summary>
internal static partial class HtmlText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    private static readonly HashSet<string> Blocks = ["p", "div", "br", "ul", "ol", "li", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr", "dl", "dt", "dd", "section", "article", "figure", "figcaption"];
    private static readonly HashSet<string> Silent = ["script", "style", "template", "noscript", "iframe", "object", "svg", "head", "title"];
    private static readonly HashSet<string> Emphasis = ["b", "strong", "i", "em", "u", "s", "del", "mark", "font", "big", "small", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"];

    /// <param name="lost">Gets what the text said and plain text can't.</param>
    public static string ToPlain(ItemText text, ISet<string> lost) => text.Format switch
    {
        TextFormats.Html => FromHtml(text.Text, keepLines: false, lost),
        TextFormats.Markdown => FromMarkdown(text.Text, lost),
        TextFormats.Moodle when Tag().IsMatch(text.Text) || Entity().IsMatch(text.Text) => FromHtml(text.Text, keepLines: true, lost),
        _ => text.Text.Trim(),
    };

    private static string FromMarkdown(string text, ISet<string> lost)
    {
        if (Marks().IsMatch(text)) lost.Add(Lost.Formatting);
        if (text.Contains("](", StringComparison.Ordinal)) lost.Add(text.Contains("![", StringComparison.Ordinal) ? Lost.Pictures : Lost.Links);
        var plain = Markdown.ToPlainText(text, Pipeline).Trim();
        return Tag().IsMatch(plain) ? FromHtml(plain, keepLines: true, lost) : plain;
    }

    private static string FromHtml(string html, bool keepLines, ISet<string> lost)
    {
        var plain = new StringBuilder(html.Length);
        var at = 0;
        while (at < html.Length)
        {
            var open = html.IndexOf('<', at);
            if (open < 0) open = html.Length;
            AddText(plain, html.AsSpan(at, open - at), keepLines);
            if (open == html.Length) break;
            at = ReadTag(html, open, plain, lost);
        }
        return Tidy(plain.ToString());
    }

    /// <summary>Where the text goes on behind the tag; a "&lt;" that begins none is text.</summary>
    private static int ReadTag(string html, int open, StringBuilder plain, ISet<string> lost)
    {
        if (html.AsSpan(open).StartsWith("<!--", StringComparison.Ordinal)) return html.IndexOf("-->", open + 4, StringComparison.Ordinal) is var close and >= 0 ? close + 3 : html.Length;
        var match = TagAt().Match(html, open);
        if (!match.Success)
        {
            plain.Append('<');
            return open + 1;
        }
        var name = match.Groups["name"].Value.ToLowerInvariant();
        var isEnd = match.Groups["end"].Length > 0;
        var next = open + match.Length;
        if (Silent.Contains(name) && !isEnd)
        {
            lost.Add(name is "script" or "style" or "head" or "title" or "template" or "noscript" ? Lost.Scripts : Lost.Embedded);
            var end = html.IndexOf("</" + name, next, StringComparison.OrdinalIgnoreCase);
            return end < 0 ? html.Length : html.IndexOf('>', end) is var close and >= 0 ? close + 1 : html.Length;
        }
        if (Emphasis.Contains(name)) lost.Add(Lost.Formatting);
        else if (name == "a") lost.Add(Lost.Links);
        else if (name is "table") lost.Add(Lost.Tables);
        else if (name is "audio" or "video" or "embed" or "source") lost.Add(Lost.Embedded);
        else if (name is "sup" or "sub") lost.Add(Lost.Formatting);
        if (name == "img" && !isEnd)
        {
            var alt = Alt().Match(match.Value);
            if (alt.Success) plain.Append(WebUtility.HtmlDecode(alt.Groups["text"].Value.Trim('"', '\'')));
        }
        else if (name == "li" && !isEnd) plain.Append("\n• ");
        else if (name is "td" or "th" && !isEnd) plain.Append("  ");
        else if (Blocks.Contains(name)) plain.Append('\n');
        return next;
    }

    private static void AddText(StringBuilder plain, ReadOnlySpan<char> text, bool keepLines)
    {
        if (text.IsEmpty) return;
        var decoded = WebUtility.HtmlDecode(text.ToString()).Replace('\u00a0', ' ');
        foreach (var c in decoded) plain.Append(c is '\r' || (c is '\n' or '\t' && !keepLines) ? ' ' : c);
    }

    private static string Tidy(string text) => Newlines().Replace(string.Join('\n', Spaces().Replace(text, " ").Split('\n').Select(l => l.Trim())), "\n").Trim();

    /// <summary>What is named as lost: texts for the screen, with their translations.</summary>
    public static class Lost
    {
        public const string Formatting = "Bold, italics and other formatting; the words are kept.";
        public const string Links = "Where links lead; their words are kept.";
        public const string Pictures = "Pictures in the text; the words are kept.";
        public const string Tables = "The lines of a table; its words are kept.";
        public const string Scripts = "Scripts and styles in the text.";
        public const string Embedded = "Sound, film and other things embedded in the text.";
    }

    [GeneratedRegex(@"</?(p|br|b|i|u|em|strong|div|span|ul|ol|li|img|a|table|tbody|tr|td|th|h[1-6]|sub|sup|pre|code|script|style|font|hr|blockquote|iframe|object|svg|audio|video)(\s[^>]*)?/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"&(amp|lt|gt|quot|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});", RegexOptions.IgnoreCase)]
    private static partial Regex Entity();

    [GeneratedRegex(@"\G<(?<end>/?)(?<name>[a-zA-Z][a-zA-Z0-9:-]*)((?>[^""'>]+)|""[^""]*""|'[^']*')*>", RegexOptions.ExplicitCapture)]
    private static partial Regex TagAt();

    [GeneratedRegex(@"\salt\s*=\s*(?<text>""[^""]*""|'[^']*')", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Alt();

    [GeneratedRegex(@"(\*\*|__|`|^#{1,6}\s|~~|(?<!\w)[*_]\S)", RegexOptions.Multiline)]
    private static partial Regex Marks();

    [GeneratedRegex(@"[ \t\f\v]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\n{2,}")]
    private static partial Regex Newlines();
}
