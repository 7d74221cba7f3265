using System.CommandLine;
using TrainingHub.Modules.Courses.Content.Remarks;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Verbs;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>Everything an author should mend: faults, which keep a course from being imported, and remarks, which don't.</summary>
internal sealed class ContentCheckVerb(CheckContent check, FindRemarks remarks) : IVerb
{
    public string Path => "content check";

    public bool NeedsDatabase => false;

    public Command Build(string name)
    {
        var folder = new Argument<string>("DIR") { Description = "A course folder, or the folder that holds them." };
        var stamp = new Option<bool>("--stamp") { Description = "Confirms that every translation says what its source says now: writes translations.yaml." };
        var command = new Command(name, "Checks content files and prints every fault and every remark with its place; changes nothing without --stamp.") { folder, stamp };
        command.SetAction((parsed, ct) => Run(CallerFolder.Resolve(parsed.GetRequiredValue(folder)), parsed.GetValue(stamp), parsed.InvocationConfiguration.Output, ct));
        return command;
    }

    private async Task<int> Run(string folder, bool stamps, TextWriter output, CancellationToken ct)
    {
        var faults = new Faults();
        var found = new List<Remark>();
        var earlier = new List<ContentFolder>();
        var paths = ContentFolders.In(folder, faults);
        foreach (var path in paths)
        {
            var own = new Faults();
            var content = check.Handle(CourseFolder.Read(path, own), own);
            foreach (var fault in own.All) faults.Add(fault);
            if (content is null || own.Any) continue; // what is half written is looked over once it is right
            if (stamps) content = await Stamp(path, content, output, ct);
            found.AddRange(remarks.Handle(content, earlier));
            earlier.Add(content.Folder);
        }
        var different = faults.All.Distinct().ToList();
        foreach (var fault in different) await output.WriteLineAsync(fault.ToString());
        foreach (var remark in found) await output.WriteLineAsync(remark.ToString());
        await output.WriteLineAsync(different.Count + found.Count > 0
            ? $"{different.Count} faults and {found.Count} remarks in {paths.Count} courses."
            : $"{paths.Count} courses checked; no fault, no remark.");
        return different.Count + found.Count > 0 ? ExitCodes.DataAtFault : ExitCodes.Done;
    }

    /// <summary>Writes the file whole or not at all, and only where it changes.</summary>
    private static async Task<CheckedCourse> Stamp(string path, CheckedCourse content, TextWriter output, CancellationToken ct)
    {
        var bytes = Translations.Write(content.Folder, content.Module.Source);
        if (content.Folder.Files.TryGetValue(ContentPaths.Translations, out var before) && before.AsSpan().SequenceEqual(bytes)) return content;
        var target = System.IO.Path.Combine(path, ContentPaths.Translations);
        await File.WriteAllBytesAsync(target + ".new", bytes, ct);
        File.Move(target + ".new", target, overwrite: true);
        await output.WriteLineAsync($"{content.Folder.Slug}/{ContentPaths.Translations}: written.");
        return content with { Folder = content.Folder with { Files = new SortedDictionary<string, byte[]>(content.Folder.Files.ToDictionary(), StringComparer.Ordinal) { [ContentPaths.Translations] = bytes } } };
    }
}
