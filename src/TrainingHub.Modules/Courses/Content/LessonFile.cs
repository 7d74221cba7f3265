using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>One lesson in one language: front matter between two lines of ---, then Markdown.</summary>
/// <param name="Minutes">0 where the front matter has a fault.</param>
/// <param name="BodyLine">The line of the file in which the Markdown begins, from 1.</param>
internal sealed record LessonFile(string Path, int Number, string Slug, string Language, string Title, int Minutes, IReadOnlyList<string> Clauses, string Markdown, int BodyLine)
{
    /// <param name="path">In the course folder: "lessons/01-why.en.md".</param>
    public static LessonFile? Read(string courseSlug, string path, string text, Faults faults)
    {
        var name = ContentPaths.Lesson.Match(path);
        var file = $"{courseSlug}/{path}";
        if (MarkdownFile.Read(file, text, "A lesson begins with its front matter: a line ---, then title, minutes and clauses, then a line ---.", faults) is not { Front: var map } read) return null;
        var before = faults.All.Count;
        var title = read.Title();
        var minutes = map.Number("minutes", null, 1, 120);
        var clauses = map.Texts("clauses", optional: true);
        if (clauses.Count != clauses.Distinct(StringComparer.Ordinal).Count()) map.Fault("clauses", "A clause is named twice; remove one.");
        map.Done();
        if (faults.All.Count > before) minutes = 0; // what was misread is not compared with the other language
        var lesson = new LessonFile(path, int.Parse(name.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture), name.Groups["slug"].Value, name.Groups["language"].Value,
            title, minutes, clauses, read.Markdown, read.BodyLine);
        if (string.IsNullOrWhiteSpace(lesson.Markdown)) faults.Add(new Fault(file, read.BodyLine - 1, 1, "", "The lesson has no text; write it below the front matter."));
        return lesson;
    }
}
