using System.CommandLine;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Verbs;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

internal sealed class ContentImportVerb(ImportFolders import) : IVerb
{
    public string Path => "content import";

    public Command Build(string name)
    {
        var folder = new Argument<string>("DIR") { Description = "A course folder, or the folder that holds them." };
        var command = new Command(name, "Imports courses: each as a whole or not at all. A course that was edited in the hub gets a draft instead.") { folder };
        command.SetAction((parsed, ct) => Run(CallerFolder.Resolve(parsed.GetRequiredValue(folder)), parsed.InvocationConfiguration.Output, ct));
        return command;
    }

    private async Task<int> Run(string folder, TextWriter output, CancellationToken ct)
    {
        var faults = new Faults();
        var courses = await import.Handle(folder, faults, ct);
        foreach (var (slug, result, own) in courses)
        {
            foreach (var fault in own) faults.Add(fault);
            await output.WriteLineAsync(result switch
            {
                null => $"{slug}: not imported, {own.Count} faults; nothing was changed.",
                { Kind: ImportKind.Unchanged } => $"{slug}: unchanged.",
                { Kind: ImportKind.Published } => $"{slug}: version {result.Number}, {result.Difference.Count} files.",
                { Kind: ImportKind.Drafted } => $"{slug}: was edited in the hub, so the folder became draft {result.Number}. Compare and publish it at /studio/courses/{slug}. It differs in:\n{result.Difference}",
                _ => $"{slug}: not imported. Draft {result.Number} waits at /studio/courses/{slug}; publish or discard it first.",
            });
        }
        foreach (var fault in faults.All.Distinct()) await output.WriteLineAsync(fault.ToString());
        return faults.Any || courses.Any(c => c.Result is { Kind: ImportKind.DraftInTheWay }) ? ExitCodes.DataAtFault : ExitCodes.Done;
    }
}

internal sealed class ContentExportVerb(Db db, CourseVersions versions) : IVerb
{
    private sealed record Published(long Id, string Slug, long VersionId);

    public string Path => "content export";

    public Command Build(string name)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write the course folders into." };
        var command = new Command(name, "Writes every published course as a folder, to the byte as it was imported or edited.") { folder };
        command.SetAction((parsed, ct) => Run(CallerFolder.Resolve(parsed.GetRequiredValue(folder)), parsed.InvocationConfiguration.Output, ct));
        return command;
    }

    private async Task<int> Run(string folder, TextWriter output, CancellationToken ct)
    {
        var courses = await db.Rows<Published>("select id, slug, version_id from v_course order by slug", null, ct);
        foreach (var taken in courses.Select(c => System.IO.Path.Combine(folder, c.Slug)).Where(p => Directory.Exists(p) && Directory.EnumerateFileSystemEntries(p).Any()))
        {
            // A file that the course no longer has would stay beside the new ones and be taken for part of it.
            await output.WriteLineAsync($"{taken} is not empty. Name a folder without it, or remove it first; nothing was written.");
            return ExitCodes.DataAtFault;
        }
        foreach (var course in courses)
        {
            var read = await versions.Export(course.Id, course.Slug, course.VersionId, ct);
            foreach (var (path, bytes) in read.Files)
            {
                var target = System.IO.Path.Combine(folder, course.Slug, path);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                await File.WriteAllBytesAsync(target, bytes, ct);
            }
            await output.WriteLineAsync($"{course.Slug}: {read.Files.Count} files.");
        }
        return ExitCodes.Done;
    }
}
