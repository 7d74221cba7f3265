using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <param name="Result">Null where the course has faults and was left as it is.</param>
internal sealed record FolderImport(string Slug, ImportResult? Result, IReadOnlyList<Fault> Faults);

/// <summary>Imports all courses of a folder, each by itself.</summary>
internal sealed class ImportFolders(ImportContent import)
{
    /// <param name="faults">Of the folder itself.</param>
    public async Task<IReadOnlyList<FolderImport>> Handle(string folder, Faults faults, CancellationToken ct)
    {
        var done = new SortedDictionary<string, FolderImport>(StringComparer.Ordinal);
        var waiting = ContentFolders.In(folder, faults);
        // A programme may ask for a course that stands later in the alphabet: what was refused is tried again as long as others went in.
        for (var went = true; went && waiting.Count > 0;)
        {
            var refused = new List<string>();
            foreach (var path in waiting)
            {
                var own = new Faults();
                var result = await import.Handle(CourseFolder.Read(path, own), own, ct);
                var slug = Path.GetFileName(path);
                done[slug] = new FolderImport(slug, result, [.. own.All.Distinct()]);
                if (result is null) refused.Add(path);
            }
            went = refused.Count < waiting.Count;
            waiting = refused;
        }
        return [.. done.Values];
    }
}
