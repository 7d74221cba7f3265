using System.Text;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TrainingHub.Modules.Notifications.Mails;

/// <summary>Markdown as a mail needs it: HTML with its styles inline, since mail programs drop style sheets, and the same as plain text.</summary>
internal static class MailBody
{
    private const string Paragraph = "margin:0 0 16px;";
    private const string Button = "display:inline-block;background:#0f6b5c;color:#ffffff;text-decoration:none;font-weight:600;padding:12px 22px;border-radius:10px;";
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static (string Html, string Text) Render(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, Markdown);
        foreach (var node in document.Descendants()) Style(node);
        return (document.ToHtml(Markdown).Trim(), Text(document));
    }

    private static void Style(MarkdownObject node)
    {
        var style = node switch
        {
            ParagraphBlock { Parent: ListItemBlock } => "margin:0;",
            ParagraphBlock => Paragraph,
            ListBlock => "margin:0 0 16px;padding:0 0 0 22px;",
            ListItemBlock => "margin:0 0 8px;",
            LinkInline link when IsAlone(link) => Button,
            LinkInline => "color:#0b5f52;overflow-wrap:anywhere;",
            _ => null,
        };
        if (style is not null) node.GetAttributes().AddProperty("style", style);
    }

    /// <summary>A link that is a whole paragraph is what the reader should do: a button.</summary>
    private static bool IsAlone(LinkInline link) => link is { Parent: { } parent, PreviousSibling: null, NextSibling: null } && parent.Parent is null && parent.ParentBlock is ParagraphBlock { Parent: MarkdownDocument };

    private static string Text(MarkdownDocument document)
    {
        var text = new StringBuilder();
        foreach (var block in document)
        {
            if (text.Length > 0) text.Append("\n\n");
            if (block is ListBlock list) text.AppendJoin('\n', list.Cast<ListItemBlock>().Select(item => "- " + string.Join(' ', item.OfType<LeafBlock>().Select(Line))));
            else if (block is LeafBlock leaf) text.Append(Line(leaf));
        }
        return text.Append('\n').ToString();
    }

    private static string Line(LeafBlock block)
    {
        var text = new StringBuilder();
        foreach (var inline in block.Inline ?? Enumerable.Empty<Inline>()) Inline(inline, text);
        return text.ToString();
    }

    private static void Inline(Inline inline, StringBuilder text)
    {
        switch (inline)
        {
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case LineBreakInline:
                text.Append('\n');
                break;
            case LinkInline link:
                foreach (var child in link) Inline(child, text);
                text.Append(IsAlone(link) ? '\n' : ' ').Append(link.Url);
                break;
            case ContainerInline container:
                foreach (var child in container) Inline(child, text);
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
        }
    }
}
