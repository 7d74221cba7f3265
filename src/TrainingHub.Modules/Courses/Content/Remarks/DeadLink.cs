using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TrainingHub.Modules.Courses.Contracts;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>A link within the page leads to a heading of it. Links out of the hub are not followed: the check works without a network.</summary>
internal sealed class DeadLink : IRemarkRule
{
    public IEnumerable<Remark> Look(CourseText course)
    {
        foreach (var page in course.Pages)
        {
            var document = LessonMarkdown.Parse(page.Markdown);
            var headings = document.Descendants<HeadingBlock>().Select(h => h.GetAttributes().Id).OfType<string>().ToList();
            foreach (var link in document.Descendants<LinkInline>().Where(l => l.Url?.StartsWith('#') == true && !headings.Contains(Uri.UnescapeDataString(l.Url[1..]), StringComparer.Ordinal)))
                yield return new Remark("link", course.At(page.Path), page.BodyLine + link.Line, "",
                    $"No heading of this page is {link.Url}. {(headings.Count == 0 ? "The page has no heading to link to." : $"Link to one of {string.Join(", ", headings.Select(h => "#" + h))}.")}");
        }
    }
}
