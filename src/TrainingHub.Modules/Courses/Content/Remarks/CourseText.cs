using System.Text.RegularExpressions;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content.Remarks;

/// <summary>A page in one language: a lesson, or any other Markdown file of the course.</summary>
/// <param name="Unit">What is translated as one: "lessons/why-it-matters", whichever number the lesson has.</param>
/// <param name="BodyLine">The line of the file in which the Markdown begins, from 1.</param>
internal sealed record PageText(string Path, string Unit, string Language, string Title, string Markdown, int BodyLine);

/// <summary>Everything one reads in a course, each text with its place.</summary>
/// <param name="Pages">All Markdown files.</param>
/// <param name="Texts">All texts of the YAML files.</param>
internal sealed partial record CourseText(ContentFolder Folder, ModuleFile Module, IReadOnlyList<LessonPair> Lessons, IReadOnlyList<PageText> Pages, IReadOnlyList<TextPair> Texts)
{
    [GeneratedRegex(@"^(?<unit>.+)\.(?<language>zh-CN|en)\.md\z")]
    private static partial Regex PageName { get; }

    public static CourseText Of(CheckedCourse course) => new(course.Folder, course.Module, course.Lessons, [.. PagesIn(course.Folder)], [.. TextsIn(course.Folder)]);

    /// <summary>The file as the author knows it.</summary>
    public string At(string path) => $"{Folder.Slug}/{path}";

    public static IEnumerable<TextPair> TextsIn(ContentFolder folder) =>
        folder.Files.Keys.Where(p => p.EndsWith(".yaml", StringComparison.Ordinal) && p != ContentPaths.Translations).Order(StringComparer.Ordinal)
            .SelectMany(path => YamlTexts.In(path, folder.Text(path)!));

    public static IEnumerable<PageText> PagesIn(ContentFolder folder)
    {
        foreach (var path in folder.Files.Keys.Order(StringComparer.Ordinal))
        {
            if (PageName.Match(path) is not { Success: true } name) continue;
            var lesson = ContentPaths.Lesson.Match(path);
            var unit = lesson.Success ? $"lessons/{lesson.Groups["slug"].Value}" : name.Groups["unit"].Value;
            if (MarkdownFile.Read(path, folder.Text(path)!, "", new Faults()) is not { } file) continue; // a draft may be broken
            yield return new PageText(path, unit, name.Groups["language"].Value, file.Front.OptionalText("title") ?? "", file.Markdown, file.BodyLine);
        }
    }
}
