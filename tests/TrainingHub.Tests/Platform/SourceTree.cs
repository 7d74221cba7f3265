namespace TrainingHub.Tests.Platform;

/// <summary>The repository's own source, for tests about the source itself.</summary>
internal static class SourceTree
{
    public static readonly string Root = Find();

    public static string Modules => Path.Combine(Root, "src", "TrainingHub.Modules");

    /// <param name="extensions">With the dot: ".cs".</param>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => extensions.Contains(Path.GetExtension(f), StringComparer.Ordinal))
            .Where(f => !Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    public static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    /// <summary>Fails with all of them, one a line.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "TrainingHub.sln"))) return folder.FullName;
        throw new InvalidOperationException($"TrainingHub.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
