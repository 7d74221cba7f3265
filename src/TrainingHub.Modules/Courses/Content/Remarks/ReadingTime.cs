using System.Globalization;
using Markdig.Extensions.CustomContainers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>
/// `minutes` is what people plan with. Estimated: 180 English words or 300 Chinese characters a minute, a quarter of a minute for each picture and half a
/// minute to think at each case and each self-check. Further off than half the estimate, up or down, is worth a remark.
/// </summary>
internal sealed class ReadingTime : IRemarkRule
{
    public IEnumerable<Remark> Look(CourseText course)
    {
        foreach (var lesson in course.Lessons)
        {
            foreach (var file in (LessonFile[])[lesson.Chinese, lesson.English])
            {
                var estimate = Of(course.Pages.First(p => p.Path == file.Path));
                if (Math.Abs(file.Minutes - estimate) <= estimate / 2 || file.Minutes == Rounded(estimate)) continue;
                yield return new Remark("minutes", course.At(file.Path), LineOfMinutes(course.Folder.Text(file.Path)!), "minutes",
                    $"{file.Minutes} minutes are announced, but reading takes about {estimate.ToString("0.#", CultureInfo.InvariantCulture)}. Write {Rounded(estimate)} in both languages, or {(file.Minutes > estimate ? "say more" : "divide the lesson")}.");
            }
        }
    }

    private static int Rounded(double minutes) => Math.Max(1, (int)Math.Round(minutes, MidpointRounding.AwayFromZero));

    private static int LineOfMinutes(string text) => Array.FindIndex(text.Split('\n'), l => l.StartsWith("minutes:", StringComparison.Ordinal)) + 1;

    public static double Of(PageText page)
    {
        var document = LessonMarkdown.Parse(page.Markdown);
        var amount = PageBlocks.Of(page).Sum(block => Sentences.Amount(block.Text, page.Language));
        var pictures = document.Descendants<LinkInline>().Count(l => l.IsImage);
        var tasks = document.Descendants<CustomContainer>().Count(b => b.Info is "case" or "check");
        return (double)amount / (page.Language == Languages.Chinese ? 300 : 180) + pictures * 0.25 + tasks * 0.5;
    }
}
