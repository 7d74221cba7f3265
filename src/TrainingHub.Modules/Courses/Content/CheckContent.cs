using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>A lesson in both languages, as it goes into the database.</summary>
internal sealed record LessonPair(int Number, string Slug, int Minutes, IReadOnlyList<string> Clauses, LessonFile Chinese, LessonFile English);

/// <summary>A course without a fault.</summary>
internal sealed record CheckedCourse(ContentFolder Folder, ModuleFile Module, IReadOnlyList<LessonPair> Lessons, FloorContent Floor)
{
    public TextContext Texts => TextContext.Of(Folder.Slug, Folder.Files, Floor.Terms, Module.Clauses);
}

/// <summary>Reads a whole course folder and reports everything that is wrong with it; changes nothing.</summary>
internal sealed class CheckContent(IEnumerable<IContentPart> parts)
{
    /// <summary>The course, or null where a fault was added.</summary>
    public CheckedCourse? Handle(CourseFolder course, Faults faults)
    {
        var before = faults.All.Count;
        course.Check(faults);
        if (faults.All.Count > before) return null; // what is no text can't be read further
        var raw = new ContentFolder(course.Slug, course.Files, new HashSet<string>());
        if (raw.Text(ContentPaths.Module) is not { } moduleText)
        {
            faults.Add($"{course.Slug}/{ContentPaths.Module}", "The file module.yaml is missing; it holds the title, the clauses and the quiz settings. Write it.");
            return null;
        }
        var module = ModuleFile.Read($"{course.Slug}/{ContentPaths.Module}", moduleText, faults);
        var folder = module?.Describe(raw) ?? raw;
        var shown = new HashSet<string>(StringComparer.Ordinal);
        var terms = folder.Text(ContentPaths.Glossary) is { } glossary ? GlossaryFile.Read($"{course.Slug}/{ContentPaths.Glossary}", glossary, faults) : [];
        var texts = TextContext.Of(folder.Slug, folder.Files, terms, module?.Clauses ?? []);
        // Without its module.yaml every clause would seem undefined; one fault is enough then.
        var lessons = module is null ? [] : ReadLessons(folder, texts, shown, faults);
        var floor = module is null ? null : FloorContent.Read(folder, terms ?? [], texts, shown, faults);
        if (folder.Text(ContentPaths.Translations) is { } stamps) Translations.Read($"{course.Slug}/{ContentPaths.Translations}", stamps, faults);
        if (floor is not null) folder = folder with { Checklists = floor.Checklists.Select(l => l.Id).ToHashSet(StringComparer.Ordinal) };
        if (module is not null)
            foreach (var part in parts) part.Check(folder, faults);
        CheckPictures(folder, shown, isReadable: faults.All.Count == before, faults);
        return faults.All.Count > before ? null : new CheckedCourse(folder, module!, lessons, floor!);
    }

    private static List<LessonPair> ReadLessons(ContentFolder folder, TextContext texts, HashSet<string> shown, Faults faults)
    {
        var paths = folder.Files.Keys.Where(p => ContentPaths.Lesson.IsMatch(p)).Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0) faults.Add($"{folder.Slug}/lessons", "The course has no lesson. Write at least one, as lessons/01-first-steps.zh-CN.md and lessons/01-first-steps.en.md.");
        var files = new List<LessonFile>();
        foreach (var path in paths)
        {
            if (LessonFile.Read(folder.Slug, path, folder.Text(path)!, faults) is not { } lesson) continue;
            files.Add(lesson);
            LessonMarkdown.Check($"{folder.Slug}/{path}", lesson.Markdown, lesson.BodyLine, texts, shown, faults);
            foreach (var clause in lesson.Clauses.Where(c => !folder.Clauses.Contains(c)))
                faults.Add(FrontMatter.At(folder, path, "clauses", $"The clause {clause} is not defined in module.yaml. Correct the number or define it there."));
        }
        CheckNumbers(folder.Slug, paths, faults);
        return [.. Pair(folder, paths, files, faults)];
    }

    private static void CheckNumbers(string slug, List<string> paths, Faults faults)
    {
        var names = paths.Select(p => ContentPaths.Lesson.Match(p).Groups).Select(g => (Number: int.Parse(g["number"].Value, System.Globalization.CultureInfo.InvariantCulture), Slug: g["slug"].Value)).Distinct().ToList();
        foreach (var twice in names.GroupBy(n => n.Number).Where(g => g.Count() > 1))
            faults.Add($"{slug}/lessons", $"The number {twice.Key:00} is given to {string.Join(" and ", twice.Select(n => n.Slug))}. Each lesson has a number of its own (and the same slug in both languages).");
        foreach (var twice in names.GroupBy(n => n.Slug).Where(g => g.Count() > 1))
            faults.Add($"{slug}/lessons", $"The slug {twice.Key} is used by the lessons {string.Join(" and ", twice.Select(n => $"{n.Number:00}"))}. Give one of them another.");
        foreach (var taken in names.Where(n => ContentPaths.PageSlugs.Contains(n.Slug, StringComparer.Ordinal)))
            faults.Add($"{slug}/lessons", $"The slug {taken.Slug} of lesson {taken.Number:00} is the address of another page of the course. Give the lesson another slug.");
        var expected = 1;
        foreach (var number in names.Select(n => n.Number).Distinct().Order())
        {
            if (number != expected) faults.Add($"{slug}/lessons", $"Lesson {expected:00} is missing before lesson {number:00}. Number the lessons 01, 02, 03 … without a gap.");
            expected = number + 1;
        }
    }

    private static IEnumerable<LessonPair> Pair(ContentFolder folder, List<string> paths, List<LessonFile> files, Faults faults)
    {
        foreach (var path in paths)
        {
            var name = ContentPaths.Lesson.Match(path).Groups;
            var other = name["language"].Value == Languages.Chinese ? Languages.English : Languages.Chinese;
            var wanted = $"lessons/{name["number"].Value}-{name["slug"].Value}.{other}.md";
            if (!folder.Files.ContainsKey(wanted)) faults.Add($"{folder.Slug}/{wanted}", $"The translation is missing: there is {folder.Slug}/{path}, but not this file. Write it.");
        }
        foreach (var pair in files.GroupBy(f => (f.Number, f.Slug)))
        {
            if (pair.FirstOrDefault(f => f.Language == Languages.Chinese) is not { } chinese || pair.FirstOrDefault(f => f.Language == Languages.English) is not { } english) continue;
            if (chinese.Minutes > 0 && english.Minutes > 0 && chinese.Minutes != english.Minutes)
                faults.Add(FrontMatter.At(folder, english.Path, "minutes", $"The two languages disagree: {english.Minutes} here, {chinese.Minutes} in {chinese.Path}. Give both the same."));
            if (!chinese.Clauses.ToHashSet(StringComparer.Ordinal).SetEquals(english.Clauses))
                faults.Add(FrontMatter.At(folder, english.Path, "clauses", $"The two languages disagree: [{string.Join(", ", english.Clauses)}] here, [{string.Join(", ", chinese.Clauses)}] in {chinese.Path}. Give both the same."));
            yield return new LessonPair(chinese.Number, chinese.Slug, chinese.Minutes, chinese.Clauses, chinese, english);
        }
    }

    /// <param name="isReadable">Where another file could not be read, nobody knows which pictures it shows.</param>
    private static void CheckPictures(ContentFolder folder, HashSet<string> shown, bool isReadable, Faults faults)
    {
        // Questions show pictures too; who owns that file checks them, here it only counts that they are used.
        foreach (var path in ContentPaths.RootFiles)
            shown.UnionWith(ContentPaths.MediaMention.Matches(folder.Text(path) ?? "").Select(m => m.Value));
        foreach (var (path, bytes) in folder.Files.Where(f => ContentPaths.Media.IsMatch(f.Key)))
        {
            Picture.Check($"{folder.Slug}/{path}", bytes, faults);
            if (isReadable && !shown.Contains(path)) faults.Add($"{folder.Slug}/{path}", "Nothing in the course shows this picture. Show it or remove the file.");
        }
    }

    /// <summary>Positions of front-matter keys, for faults that are found after the file was read.</summary>
    private static class FrontMatter
    {
        public static Fault At(ContentFolder folder, string path, string key, string message)
        {
            var lines = folder.Text(path)!.Split('\n');
            var line = Array.FindIndex(lines, l => l.StartsWith(key + ":", StringComparison.Ordinal));
            return new Fault($"{folder.Slug}/{path}", line + 1, 1, key, message);
        }
    }
}
