using System.CommandLine;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Tests.Courses.Remarks;

/// <summary>The verb as a trainer runs it: what it prints, what it writes, and how it ends.</summary>
public sealed class ContentCheckVerbTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("traininghub-test-");

    public void Dispose() => root.Delete(recursive: true);

    private static SampleCourse Course()
    {
        var course = new SampleCourse();
        foreach (var path in course.Files.Keys.Where(p => p.EndsWith(".md", StringComparison.Ordinal)).ToList()) course.Replacing(path, "minutes: 3", "minutes: 1");
        return course;
    }

    private void Write(SampleCourse course)
    {
        foreach (var (path, bytes) in course.Files)
        {
            var target = Path.Combine(root.FullName, "washing", path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
        }
    }

    private async Task<(int Exit, string Output)> Run(params string[] options)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        var command = new ContentCheckVerb(new CheckContent([]), new FindRemarks([])).Build("check");
        return (await command.Parse([root.FullName, .. options]).InvokeAsync(new InvocationConfiguration { Output = output }), output.ToString());
    }

    [Fact]
    public async Task A_course_without_fault_and_remark_ends_well()
    {
        Write(Course().Stamped());
        Assert.Equal((ExitCodes.Done, "1 courses checked; no fault, no remark.\n"), await Run());
    }

    [Fact]
    public async Task A_remark_is_printed_as_such_and_ends_as_data_at_fault()
    {
        Write(Course().Stamped().Replacing("lessons/02-how.en.md", "Twenty", "Thirty"));
        var (exit, output) = await Run();
        Assert.Equal(ExitCodes.DataAtFault, exit);
        Assert.StartsWith("washing/lessons/02-how.zh-CN.md: remark (translation): ", output, StringComparison.Ordinal);
        Assert.EndsWith("\n0 faults and 1 remarks in 1 courses.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_course_with_a_fault_is_not_looked_over()
    {
        Write(Course().Replacing("lessons/02-how.en.md", "## Steps", "# Steps"));
        var (exit, output) = await Run();
        Assert.Equal(ExitCodes.DataAtFault, exit);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("1 faults and 0 remarks in 1 courses.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_belong_there_is_a_fault_like_any_other()
    {
        Write(Course());
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "washing", "notes.txt"), "x", TestContext.Current.CancellationToken);
        var (exit, output) = await Run("--stamp");
        Assert.Equal(ExitCodes.DataAtFault, exit);
        Assert.StartsWith("washing/notes.txt: This file is not part of a course.", output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 faults and 0 remarks in 1 courses.\n", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(root.FullName, "washing", "translations.yaml")));
    }

    [Fact]
    public async Task Stamping_writes_one_file_and_touches_no_other()
    {
        var course = Course();
        Write(course);
        Assert.Equal((ExitCodes.Done, "washing/translations.yaml: written.\n1 courses checked; no fault, no remark.\n"), await Run("--stamp"));
        Assert.Equal([.. course.Files.Keys.Append("translations.yaml").Order(StringComparer.Ordinal)],
            root.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(root.FullName, "washing"), f.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal));
        foreach (var (path, bytes) in course.Files) Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(root.FullName, "washing", path), TestContext.Current.CancellationToken));
        Assert.Equal("1 courses checked; no fault, no remark.\n", (await Run("--stamp")).Output);
    }

    [Fact]
    public async Task A_course_with_a_fault_is_not_stamped()
    {
        Write(Course().Replacing("lessons/02-how.en.md", "## Steps", "# Steps"));
        await Run("--stamp");
        Assert.False(File.Exists(Path.Combine(root.FullName, "washing", "translations.yaml")));
    }
}
