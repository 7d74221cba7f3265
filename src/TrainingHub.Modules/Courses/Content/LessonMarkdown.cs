using Markdig;
using Markdig.Extensions.CustomContainers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>The Markdown that lessons are written in: CommonMark with tables and boxes, without HTML.</summary>
internal static class LessonMarkdown
{
    public static readonly string[] Boxes = ["goal", "standard", "right", "wrong", "case", "answer", "summary", "check", "note"];

    private static readonly string[] LinkSchemes = ["https://", "http://", "mailto:", "tel:", "#"];

    // Two pipelines: the check must see HTML to refuse it at its place; what is rendered never knows HTML at all.
    private static readonly MarkdownPipeline Checking = Lessons(new MarkdownPipelineBuilder()).Build();
    private static readonly MarkdownPipeline Rendering = Lessons(new MarkdownPipelineBuilder()).DisableHtml().Build();

    private static MarkdownPipelineBuilder Lessons(MarkdownPipelineBuilder builder)
    {
        builder.UsePipeTables().UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).UsePreciseSourceLocation();
        builder.Extensions.Add(new BoxesOnly());
        return builder;
    }

    public static bool MayLeadTo(string? url) => LinkSchemes.Any(s => (url ?? "").StartsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <summary>The id of the glossary's term that a link means; null where it leads elsewhere.</summary>
    public static string? TermOf(string? url) => url?.StartsWith("term:", StringComparison.Ordinal) == true ? url["term:".Length..] : null;

    public static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Rendering);

    public static void SetUp(HtmlRenderer renderer) => Rendering.Setup(renderer);

    /// <summary>Adds every fault of the text, and the pictures it shows to <paramref name="shown"/>.</summary>
    /// <param name="bodyLine">The line of the file in which the text begins, from 1.</param>
    public static void Check(string file, string markdown, int bodyLine, TextContext course, HashSet<string> shown, Faults faults)
    {
        var depth = 1;
        foreach (var node in Markdown.Parse(markdown, Checking).Descendants())
        {
            switch (node)
            {
                case HtmlBlock or HtmlInline:
                    Report(node, "HTML is not allowed here. Write it as Markdown, or put the characters < and > in `…`.");
                    break;
                case HeadingBlock { Level: 1 }:
                    Report(node, "The title is the page's only heading of the first level. Begin headings in the text with ##.");
                    break;
                case HeadingBlock heading:
                    if (heading.Level > depth + 1) Report(node, $"A heading of level {heading.Level} follows one of level {depth}. Write {new string('#', depth + 1)} instead, so that no level is left out.");
                    depth = heading.Level;
                    break;
                case CustomContainer box:
                    CheckBox(box);
                    break;
                case LinkInline { IsImage: true } picture:
                    CheckPicture(picture);
                    break;
                case LinkInline { Url: var url } when TermOf(url) is { } term:
                    if (course.Terms?.ContainsKey(term) == false) Report(node, $"The glossary has no term \"{term}\". Explain it in glossary.yaml, or correct the id after term:.");
                    break;
                case LinkInline { Url: var url } when !MayLeadTo(url):
                    ReportLink(node, url);
                    break;
                case AutolinkInline { IsEmail: false, Url: var url } when !MayLeadTo(url):
                    ReportLink(node, url);
                    break;
            }
        }

        void Report(MarkdownObject at, string message) => faults.Add(new Fault(file, bodyLine + at.Line, at.Column + 1, "", message));

        void ReportLink(MarkdownObject at, string? url) => Report(at, $"The link \"{url}\" leads nowhere a lesson may lead. Begin it with https://, http://, mailto:, tel: or #, or write term: and the id of a word of the glossary.");

        void CheckBox(CustomContainer box)
        {
            // A ::: that ends nothing begins a box without a name, to Markdown.
            if (string.IsNullOrEmpty(box.Info))
            {
                Report(box, "This ::: ends no box. Remove it, or write the box's beginning, as ::: note.");
                return;
            }
            if (!Boxes.Contains(box.Info, StringComparer.Ordinal)) Report(box, $"There is no box \"{box.Info}\". Use one of {string.Join(", ", Boxes)}.");
            else if (!string.IsNullOrEmpty(box.Arguments)) Report(box, $"Nothing may follow the name of the box {box.Info}. Put the text on the next line.");
            if (box.ClosingFencedCharCount == 0) Report(box, $"The box {box.Info} is never closed. End it with a line :::.");
            else if (box.Count == 0) Report(box, $"The box {box.Info} is empty. Write something in it or remove it.");
            if (box.Parent is CustomContainer outer) Report(box, $"The box {box.Info} stands inside the box {outer.Info}. End that one first with a line :::.");
        }

        void CheckPicture(LinkInline picture)
        {
            var url = picture.Url ?? "";
            if (!ContentPaths.Media.IsMatch(url)) Report(picture, $"The picture \"{url}\" is not in this course. Put it into media/ and write media/NAME.");
            else if (!course.Files.ContainsKey(url)) Report(picture, $"The picture {url} is missing. Put the file there or correct the name.");
            else shown.Add(url);
            if (!picture.Descendants<LiteralInline>().Any(l => !l.Content.IsEmptyOrWhitespace())) Report(picture, "The picture has no alternative text. Say between the square brackets what it shows.");
        }
    }

    /// <summary>The block ::: alone; Markdig's own extension would also take :: within a sentence.</summary>
    private sealed class BoxesOnly : IMarkdownExtension
    {
        public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.BlockParsers.Insert(0, new CustomContainerParser());

        public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
        {
        }
    }
}
