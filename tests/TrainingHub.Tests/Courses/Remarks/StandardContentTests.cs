using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.Platform;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses.Remarks;

/// <summary>The courses that come with the hub are as good as its own check asks.</summary>
public sealed class StandardContentTests
{
    [Fact]
    public async Task The_standard_modules_have_neither_fault_nor_remark()
    {
        await using var hub = await TestHub.Start();
        var said = await hub.In(s =>
        {
            var (faults, found, earlier) = (new Faults(), new List<Remark>(), new List<ContentFolder>());
            foreach (var path in ContentFolders.In(Path.Combine(SourceTree.Root, "content"), faults))
            {
                if (s.GetRequiredService<CheckContent>().Handle(CourseFolder.Read(path, faults), faults) is not { } course) continue;
                found.AddRange(s.GetRequiredService<FindRemarks>().Handle(course, earlier));
                earlier.Add(course.Folder);
            }
            Assert.True(earlier.Count >= 6 || faults.Any);
            return Task.FromResult<string[]>([.. faults.All.Select(f => f.ToString()), .. found.Select(r => r.ToString())]);
        });
        Assert.Equal([], said);
    }
}
