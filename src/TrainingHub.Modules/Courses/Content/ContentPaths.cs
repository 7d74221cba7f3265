using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>Which files a course folder may hold. Paths are compared as text and never given to the file system unchecked.</summary>
internal static partial class ContentPaths
{
    public const string Module = "module.yaml";
    public const string Checklists = "checklists.yaml";
    public const string Glossary = "glossary.yaml";
    public const string Dialogues = "dialogues.yaml";
    public const string Translations = "translations.yaml";

    /// <summary>A course may do without all but the first; questions and programmes are owned by other modules.</summary>
    public static readonly string[] RootFiles = [Module, "questions.yaml", "program.yaml", Checklists, Glossary, Dialogues, JobAid(Languages.Chinese), JobAid(Languages.English), Translations];

    /// <summary>Lessons stand beside these pages of a course, so none has such a slug.</summary>
    public static readonly string[] PageSlugs = ["job-aid", "dialogues", "checklists"];

    public static string JobAid(string language) => $"job-aid.{language}.md";

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    public static partial Regex Slug { get; }

    [GeneratedRegex(@"^lessons/(?<number>[0-9]{2})-(?<slug>[a-z0-9]+(-[a-z0-9]+)*)\.(?<language>zh-CN|en)\.md\z")]
    public static partial Regex Lesson { get; }

    [GeneratedRegex(@"^media/[A-Za-z0-9][A-Za-z0-9_-]*\.(svg|png|jpg|jpeg)\z")]
    public static partial Regex Media { get; }

    /// <summary>Where content mentions pictures, in Markdown and in YAML.</summary>
    [GeneratedRegex(@"media/[A-Za-z0-9][A-Za-z0-9_-]*\.(svg|png|jpg|jpeg)")]
    public static partial Regex MediaMention { get; }

    public static bool IsText(string path) => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".md", StringComparison.Ordinal);

    public static int LargestBytes(string path) => IsText(path) ? 512 * 1024 : 2 * 1024 * 1024;

    /// <summary>Null where the path is a fine name for a file of a course, else what is wrong with it.</summary>
    public static string? WhatIsWrongWith(string path)
    {
        if (RootFiles.Contains(path, StringComparer.Ordinal) || Lesson.IsMatch(path) || Media.IsMatch(path)) return null;
        if (path.Split('/', '\\').Contains("..") || path.StartsWith('/')) return "The path leads out of the course folder; remove the file.";
        if (path.StartsWith("lessons/", StringComparison.Ordinal)) return "A lesson's name is NN-slug.LANG.md: two digits, a slug of lower-case letters, digits and hyphens, and zh-CN or en, as 01-first-steps.en.md. Rename the file.";
        if (path.StartsWith("media/", StringComparison.Ordinal)) return "A picture's name is made of letters, digits, - and _ and ends with .svg, .png, .jpg or .jpeg. Rename or convert the file.";
        return $"This file is not part of a course. A course has {string.Join(", ", RootFiles)}, lessons/ and media/. Move the file away or correct its name.";
    }
}
