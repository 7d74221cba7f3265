using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>A folder given by a person: one course, or a folder of courses.</summary>
internal static class ContentFolders
{
    /// <summary>The course folders it means, in order; a fault where it means none.</summary>
    public static IReadOnlyList<string> In(string folder, Faults faults)
    {
        if (!Directory.Exists(folder))
        {
            faults.Add(folder, "There is no such folder. Name a course folder, or the folder that holds the course folders.");
            return [];
        }
        if (File.Exists(Path.Combine(folder, ContentPaths.Module)) || Directory.Exists(Path.Combine(folder, "lessons"))) return [Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))];
        // content/schema/ holds the schemas that editors use; it is no course.
        var courses = Directory.EnumerateDirectories(Path.GetFullPath(folder)).Where(d => Path.GetFileName(d) is var name && name != "schema" && !name.StartsWith('.')).Order(StringComparer.Ordinal).ToList();
        if (courses.Count == 0) faults.Add(folder, "The folder holds no course: a course is a folder with a module.yaml.");
        return courses;
    }
}
