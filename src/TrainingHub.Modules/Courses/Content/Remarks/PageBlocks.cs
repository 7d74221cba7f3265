using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>Running text with the lines of the file that it stands in.</summary>
internal sealed class RunningText
{
    private readonly StringBuilder text = new();
    private readonly List<(int From, int Line)> lines = [];

    public string Text => text.ToString();

    public void Add(string piece, int line)
    {
        lines.Add((text.Length, line));
        text.Append(piece);
    }

    public int LineAt(int position) => lines.LastOrDefault(l => l.From <= position).Line;

    public static RunningText Of(TextAt at)
    {
        var running = new RunningText();
        running.Add(at.Text, at.Line);
        return running;
    }
}

/// <summary>What one reads of a page, paragraph by paragraph: headings, list items and table cells are paragraphs of their own. Pictures and code are none.</summary>
internal static class PageBlocks
{
    public static IEnumerable<RunningText> Of(PageText page) => LessonMarkdown.Parse(page.Markdown).Descendants<LeafBlock>().Where(b => b.Inline is not null).Select(block =>
    {
        var text = new RunningText();
        Read(block.Inline!, text, page.BodyLine);
        return text;
    });

    private static void Read(ContainerInline inlines, RunningText text, int firstLine)
    {
        foreach (var inline in inlines)
        {
            var line = firstLine + inline.Line;
            switch (inline)
            {
                case LinkInline { IsImage: true }: break;
                case LiteralInline literal: text.Add(literal.Content.ToString(), line); break;
                case CodeInline code: text.Add(code.Content, line); break;
                case HtmlEntityInline entity: text.Add(entity.Transcoded.ToString(), line); break;
                case LineBreakInline end: text.Add(end.IsHard ? "\n" : " ", line); break;
                case ContainerInline inner: Read(inner, text, firstLine); break;
            }
        }
    }
}
