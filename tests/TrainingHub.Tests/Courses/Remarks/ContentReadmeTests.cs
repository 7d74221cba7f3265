using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Studio;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.Platform;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses.Remarks;

/// <summary>content/README.md, taken at its word.</summary>
public sealed partial class ContentReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(SourceTree.Root, "content", "README.md")).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\*\*`washing-hands/(?<path>[^`]+)`\*\*\n\n```[a-z]+\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ExampleFile { get; }

    [GeneratedRegex(@"^\| `(?<rule>[a-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex RuleLine { get; }

    private static SampleCourse Example()
    {
        var course = new SampleCourse();
        course.Files.Clear();
        foreach (Match file in ExampleFile.Matches(Readme)) course[file.Groups["path"].Value] = file.Groups["text"].Value + "\n";
        return course;
    }

    [Fact]
    public async Task The_worked_example_becomes_a_course_as_the_page_says()
    {
        var files = Example();
        Assert.Equal(["lessons/01-when.en.md", "lessons/01-when.zh-CN.md", "lessons/02-how.en.md", "lessons/02-how.zh-CN.md", "media/tap.svg", "module.yaml", "program.yaml", "questions.yaml"], files.Files.Keys);
        await using var hub = await TestHub.Start();
        await hub.In(async s =>
        {
            var (check, remarks, faults) = (s.GetRequiredService<CheckContent>(), s.GetRequiredService<FindRemarks>(), new Faults());
            var checkedOnce = check.Handle(files.Folder with { Slug = "washing-hands" }, faults);
            Assert.Equal([], faults.All.Select(f => f.ToString()));
            Assert.Equal("translation", Assert.Single(remarks.Handle(checkedOnce!, [])).Rule);

            files.Files[ContentPaths.Translations] = Translations.Write(checkedOnce!.Folder, checkedOnce.Module.Source);
            Assert.Equal([], remarks.Handle(check.Handle(files.Folder with { Slug = "washing-hands" }, faults)!, []).Select(r => r.ToString()));
            var import = await s.GetRequiredService<ImportContent>().Handle(files.Folder with { Slug = "washing-hands" }, faults, default);
            Assert.Equal([], faults.All.Select(f => f.ToString()));
            Assert.Equal((ImportKind.Published, 1, 9), (import!.Kind, import.Number, import.Difference.Count));
            return true;
        });
        Assert.Equal("washing-hands", await hub.Scalar<string>("select slug from v_quiz"));
        Assert.Equal("washing-hands", await hub.Scalar<string>("select slug from certification_program"));
        Assert.Contains("washing-hands: version 1, 9 files.", Readme, StringComparison.Ordinal);
    }

    /// <summary>The rules' names, as they stand in the code that gives the remarks.</summary>
    [Fact]
    public void Every_rule_is_explained_and_no_other()
    {
        var given = SourceTree.Files(SourceTree.Modules, ".cs").SelectMany(file => GivenRule.Matches(File.ReadAllText(file))).Select(m => m.Groups["rule"].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.All(given, rule => Assert.NotEqual(rule, RuleWords.Of(rule)));
        var table = Readme[Readme.IndexOf("## What the check finds", StringComparison.Ordinal)..];
        Assert.Equal(given, RuleLine.Matches(table).Select(m => m.Groups["rule"].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"(new Remark|set\.Remark)\(""(?<rule>[a-z]+)""")]
    private static partial Regex GivenRule { get; }
}
