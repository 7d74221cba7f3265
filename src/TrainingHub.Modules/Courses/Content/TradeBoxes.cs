using Markdig.Extensions.CustomContainers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TrainingHub.Modules.People.Contracts;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>
/// Boxes of a lesson that quote clauses which are not for every trade. Rendered HTML is kept once for all readers, so it holds such a box in both forms, between marks;
/// which of them somebody reads is chosen when the page is served. Nobody can write a mark in a lesson: HTML in it is text.
/// </summary>
internal static class TradeBoxes
{
    private const string Begin = "<!--for ";
    private const string Close = "-->";
    private const string Else = "<!--else-->";
    private const string End = "<!--end-->";

    private const string Key = "trades";

    /// <summary>The one form for readers of these trades, the other for everybody else.</summary>
    public static void Write(string trades, Action<string> line, Action own, Action other)
    {
        line($"{Begin}{trades}{Close}");
        own();
        line(Else);
        other();
        line(End);
    }

    public static bool AreIn(string html) => html.Contains(Begin, StringComparison.Ordinal);

    public static string Choose(string html, OwnTrades own)
    {
        var at = html.IndexOf(Begin, StringComparison.Ordinal);
        if (at < 0) return html;
        var (chosen, from) = (new System.Text.StringBuilder(html.Length), 0);
        for (; at >= 0; at = html.IndexOf(Begin, from, StringComparison.Ordinal))
        {
            var close = html.IndexOf(Close, at, StringComparison.Ordinal);
            var other = html.IndexOf(Else, close, StringComparison.Ordinal);
            var end = html.IndexOf(End, other, StringComparison.Ordinal);
            chosen.Append(html, from, at - from);
            if (own.Fit(html[(at + Begin.Length)..close])) chosen.Append(html, close + Close.Length, other - close - Close.Length);
            else chosen.Append(html, other + Else.Length, end - other - Else.Length);
            from = end + End.Length;
        }
        return chosen.Append(html, from, html.Length - from).ToString();
    }

    /// <summary>The trades a box is for, and the clauses it quotes; null where it is for everyone.</summary>
    public static QuotedClauses? Of(CustomContainer box) => box.GetData(Key) as QuotedClauses;

    /// <summary>Finds the clauses that the boxes of the standard quote. One that quotes clauses for different trades becomes several boxes.</summary>
    public static void Mark(MarkdownDocument document, IReadOnlyList<Clause> clauses)
    {
        if (clauses.All(c => c.Trades.Contains(TradeNames.Everyone))) return;
        foreach (var box in document.OfType<CustomContainer>().Where(b => b.Info == "standard").ToList())
        {
            var part = box;
            foreach (var block in box.ToList())
            {
                if (Quoted(block, clauses) is { } clause)
                {
                    var trades = clause.Trades.Contains(TradeNames.Everyone) ? null : string.Join(' ', clause.Trades);
                    if (part.Count > 0 && part[0] != block && Of(part)?.Trades != trades)
                    {
                        var next = new CustomContainer(box.Parser!) { Info = box.Info };
                        document.Insert(document.IndexOf(part) + 1, next);
                        part = next;
                    }
                    if (trades is not null) part.SetData(Key, new QuotedClauses(trades, [.. Of(part)?.Clauses ?? [], clause]));
                }
                if (part == box) continue;
                box.Remove(block);
                part.Add(block);
            }
        }
    }

    /// <summary>The clause with whose number a paragraph begins.</summary>
    private static Clause? Quoted(Block block, IReadOnlyList<Clause> clauses) =>
        (block as ParagraphBlock)?.Inline?.Descendants<LiteralInline>().FirstOrDefault()?.Content.ToString() is { } text
            ? clauses.FirstOrDefault(c => text.StartsWith(c.Id, StringComparison.Ordinal) && (text.Length == c.Id.Length || !char.IsAsciiLetterOrDigit(text[c.Id.Length])))
            : null;
}

internal sealed record QuotedClauses(string Trades, IReadOnlyList<Clause> Clauses);
