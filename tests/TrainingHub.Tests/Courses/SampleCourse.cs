using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

/// <summary>A small course without a fault, to be changed by a test.</summary>
internal sealed class SampleCourse
{
    public const string Svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><rect width="320" height="200" fill="#0f6b5c"/></svg>""";

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public SampleCourse()
    {
        this["module.yaml"] = """
            title: { zh-CN: 洗手, en: Washing hands }
            summary: { zh-CN: 会洗手。, en: You can wash your hands. }
            source: en
            trades: [all]
            clauses:
              - id: WSH-01
                trades: [all]
                title: { zh-CN: 时长, en: How long }
                text: { zh-CN: 二十秒。, en: Twenty seconds. }

            """;
        this["lessons/01-why.en.md"] = Lesson("Why", "![Hands](media/hands.svg)\n\n::: right\nSoap.\n:::\n\n::: wrong\nNo soap.\n:::\n");
        this["lessons/01-why.zh-CN.md"] = Lesson("为什么", "![双手](media/hands.svg)\n\n正文。\n");
        this["lessons/02-how.en.md"] = Lesson("How", "## Steps\n\nTwenty seconds.\n\n::: answer\nYes.\n:::\n");
        this["lessons/02-how.zh-CN.md"] = Lesson("怎么洗", "## 步骤\n\n二十秒。\n");
        this["media/hands.svg"] = Svg;
    }

    public string this[string path]
    {
        get => Encoding.UTF8.GetString(Files[path]);
        set => Files[path] = Encoding.UTF8.GetBytes(value);
    }

    public static string Lesson(string title, string markdown) => $"---\ntitle: {title}\nminutes: 3\nclauses: [WSH-01]\n---\n{markdown}";

    public SampleCourse Replacing(string path, string old, string now)
    {
        Assert.Contains(old, this[path], StringComparison.Ordinal);
        this[path] = this[path].Replace(old, now, StringComparison.Ordinal);
        return this;
    }

    public CourseFolder Folder => new("washing", Files);

    /// <summary>Every fault, as an author reads it.</summary>
    public List<string> Faults(params IContentPart[] parts)
    {
        var faults = new Faults();
        new CheckContent(parts).Handle(Folder, faults);
        return [.. faults.All.Select(f => f.ToString())];
    }

    /// <summary>Every remark of a rule, as an author reads it; the course must be without a fault.</summary>
    public List<string> Remarks(string rule)
    {
        var faults = new Faults();
        var course = new CheckContent([]).Handle(Folder, faults);
        Assert.Equal([], faults.All.Select(f => f.ToString()));
        return [.. new FindRemarks([]).Handle(course!, []).Where(r => r.Rule == rule).Select(r => r.ToString())];
    }

    /// <summary>With every translation confirmed as it stands.</summary>
    public SampleCourse Stamped()
    {
        Files[ContentPaths.Translations] = Translations.Write(new ContentFolder("washing", Files, new HashSet<string>()), "en");
        return this;
    }

    /// <summary>Imports it, which must go well.</summary>
    public Task<ImportResult> Import(TestHub hub) => hub.In(async s =>
    {
        var faults = new Faults();
        var result = await s.GetRequiredService<ImportContent>().Handle(Folder, faults, default);
        Assert.Equal([], faults.All.Select(f => f.ToString()));
        return result!;
    });
}
