using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>What a module comes to on one page, to be printed.</summary>
internal sealed record JobAid(LocalText Title, LocalText Markdown);

/// <summary>job-aid.zh-CN.md and job-aid.en.md: a title between two lines of ---, then Markdown as in a lesson.</summary>
internal static class JobAidFile
{
    /// <summary>Null where the course has none, or a fault was added.</summary>
    public static JobAid? Read(TextContext course, Func<string, string?> text, HashSet<string> shown, Faults faults)
    {
        var sides = Languages.All.Select(language => (Path: ContentPaths.JobAid(language), Text: text(ContentPaths.JobAid(language)))).ToList();
        if (sides.All(s => s.Text is null)) return null;
        foreach (var missing in sides.Where(s => s.Text is null))
            faults.Add($"{course.Slug}/{missing.Path}", $"The translation is missing: there is {course.Slug}/{sides.First(s => s.Text is not null).Path}, but not this file. Write it.");
        var read = sides.Where(s => s.Text is not null).Select(s => Side(course, $"{course.Slug}/{s.Path}", s.Text!, shown, faults)).ToList();
        return read is [{ } chinese, { } english] ? new JobAid(new LocalText(chinese.Title, english.Title), new LocalText(chinese.Markdown, english.Markdown)) : null;
    }

    private static (string Title, string Markdown)? Side(TextContext course, string file, string text, HashSet<string> shown, Faults faults)
    {
        if (MarkdownFile.Read(file, text, "A job aid begins with its front matter: a line ---, then its title, then a line ---.", faults) is not { } read) return null;
        var title = read.Title();
        read.Front.Done();
        if (string.IsNullOrWhiteSpace(read.Markdown)) faults.Add(new Fault(file, read.BodyLine - 1, 1, "", "The job aid has no text; write it below the front matter."));
        LessonMarkdown.Check(file, read.Markdown, read.BodyLine, course, shown, faults);
        return (title, read.Markdown);
    }
}
