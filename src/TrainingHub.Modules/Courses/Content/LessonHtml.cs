using System.Security.Cryptography;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>A lesson's Markdown as the HTML of the player; made once, when a version is made.</summary>
internal sealed class LessonHtml(Localizer T)
{
    /// <param name="course">Its pictures are named by their bytes, so that they can be kept for ever; its terms are explained where they are linked, its clauses told apart by trade.</param>
    /// <returns>For readers of every trade; <see cref="TradeBoxes.Choose"/> makes it one reader's.</returns>
    public string Render(string markdown, string language, TextContext course)
    {
        var document = LessonMarkdown.Parse(markdown);
        TradeBoxes.Mark(document, course.Clauses);
        foreach (var picture in document.Descendants<LinkInline>().Where(l => l.IsImage).ToList()) Describe(picture, course.Files);
        // The check refuses links that lead elsewhere; a preview of unchecked text must be as harmless.
        foreach (var link in document.Descendants<LinkInline>().Where(l => !l.IsImage).ToList())
        {
            if (LessonMarkdown.TermOf(link.Url) is { } id && course.Terms?.GetValueOrDefault(id) is { } term)
            {
                link.Url = GlossaryFile.Address(course.Slug, id);
                link.Title = term.Text.In(language);
                link.GetAttributes().AddClass("term");
                continue;
            }
            if (!LessonMarkdown.MayLeadTo(link.Url)) link.Url = "#";
            link.GetAttributes().AddProperty("rel", "noopener noreferrer");
        }
        foreach (var link in document.Descendants<AutolinkInline>().Where(l => !l.IsEmail && !LessonMarkdown.MayLeadTo(l.Url)).ToList()) link.Url = "#";
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        LessonMarkdown.SetUp(renderer);
        renderer.ObjectRenderers.Insert(0, new BoxRenderer(T.For(language)));
        renderer.ObjectRenderers.Insert(0, new WideTableRenderer());
        renderer.Render(document);
        return writer.ToString();
    }

    public static string MediaUrl(string path, byte[] bytes) => $"/media/{Convert.ToHexStringLower(SHA256.HashData(bytes))}{Path.GetExtension(path)}";

    private static void Describe(LinkInline picture, IReadOnlyDictionary<string, byte[]> files)
    {
        if (picture.Url is not { } url || !files.TryGetValue(url, out var bytes))
        {
            picture.Url = ""; // only in a preview: the check refuses a missing picture
            return;
        }
        picture.Url = MediaUrl(url, bytes);
        var attributes = picture.GetAttributes();
        attributes.AddClass("lesson-picture");
        attributes.AddProperty("loading", "lazy");
        attributes.AddProperty("decoding", "async");
        if (Picture.SizeOf(url, bytes) is var (width, height))
        {
            attributes.AddProperty("width", $"{width}");
            attributes.AddProperty("height", $"{height}");
        }
    }

    /// <summary>Boxes with their titles; right and wrong side by side where one directly follows the other; an answer folded away.</summary>
    private sealed class BoxRenderer(Localizer T) : HtmlObjectRenderer<CustomContainer>
    {
        protected override void Write(HtmlRenderer renderer, CustomContainer box)
        {
            var siblings = box.Parent!;
            var at = siblings.IndexOf(box);
            if (StartsPair(siblings, at)) renderer.WriteLine("<div class=\"box-pair\">");
            if (TradeBoxes.Of(box) is { } quoted) TradeBoxes.Write(quoted.Trades, line => renderer.WriteLine(line), () => WriteOne(renderer, box, quoted), () => WriteElsewhere(renderer, box, quoted));
            else WriteOne(renderer, box, null);
            if (at > 0 && StartsPair(siblings, at - 1)) renderer.WriteLine("</div>");
        }

        private void WriteOne(HtmlRenderer renderer, CustomContainer box, QuotedClauses? quoted)
        {
            if (box.Info == "answer") renderer.WriteLine($"<details class=\"box box-answer\"><summary>{Title("answer")}</summary><div class=\"box-body\">");
            else renderer.WriteLine($"<div class=\"box box-{CssName(box)}\"><p class=\"box-title\">{Title(box.Info ?? "")}{(quoted is null ? "" : $" <span class=\"box-for\">{T["Applies to: {0}", TradeNames.Words(quoted.Trades, T)]}</span>")}</p><div class=\"box-body\">");
            renderer.WriteChildren(box);
            renderer.WriteLine(box.Info == "answer" ? "</div></details>" : "</div></div>");
        }

        /// <summary>For whom it is no standard: folded away, with whose it is.</summary>
        private void WriteElsewhere(HtmlRenderer renderer, CustomContainer box, QuotedClauses quoted)
        {
            renderer.Write("<details class=\"box box-answer box-elsewhere\"><summary><span>");
            renderer.WriteEscape(string.Join(T.IsChinese ? "；" : "; ", quoted.Clauses.Select(c => $"{c.Id} {T.Pick(c.Title)}")));
            renderer.WriteLine($" <span class=\"box-for\">{T["Not for your site. Applies to: {0}", TradeNames.Words(quoted.Trades, T)]}</span></span></summary><div class=\"box-body\">");
            renderer.WriteChildren(box);
            renderer.WriteLine("</div></details>");
        }

        private static string CssName(CustomContainer box) => LessonMarkdown.Boxes.Contains(box.Info ?? "", StringComparer.Ordinal) ? box.Info! : "note";

        /// <summary>Right then wrong, or wrong then right; the second of a pair starts no other.</summary>
        private static bool StartsPair(ContainerBlock siblings, int at) =>
            at + 1 < siblings.Count && siblings[at] is CustomContainer { Info: "right" or "wrong" } first && siblings[at + 1] is CustomContainer { Info: "right" or "wrong" } second && first.Info != second.Info
            && !(at > 0 && StartsPair(siblings, at - 1));

        private string Title(string name) => name switch
        {
            "goal" => T["What you will be able to do"],
            "standard" => T["The standard"],
            "right" => T["Like this"],
            "wrong" => T["Not like this"],
            "case" => T["What would you do?"],
            "answer" => T["Show the answer"],
            "summary" => T["To remember"],
            "check" => T["Check yourself"],
            _ => T["Note"],
        };
    }

    /// <summary>On a phone a wide table scrolls by itself, not the page; or its rows become cards, whose cells say what they are.</summary>
    private sealed class WideTableRenderer : HtmlObjectRenderer<Table>
    {
        private readonly HtmlTableRenderer inner = new();

        protected override void Write(HtmlRenderer renderer, Table table)
        {
            table.GetAttributes().AddClass("table");
            var heads = table.OfType<TableRow>().Where(r => r.IsHeader).SelectMany(r => r.OfType<TableCell>()).Select(Words).ToList();
            foreach (var row in table.OfType<TableRow>().Where(r => !r.IsHeader))
                foreach (var (cell, head) in row.OfType<TableCell>().Zip(heads).Where(c => c.Second.Length > 0)) cell.GetAttributes().AddProperty("data-label", head);
            renderer.WriteLine("<div class=\"lesson-table\" tabindex=\"0\">");
            inner.Write(renderer, (MarkdownObject)table);
            renderer.WriteLine("</div>");
        }

        private static string Words(TableCell cell) => string.Concat(cell.Descendants<LiteralInline>().Select(l => l.Content.ToString()));
    }
}
