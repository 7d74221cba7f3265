namespace TrainingHub.Tests.Testing;

/// <summary>The source tree that the tests were built from, for tests about the sources themselves.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Files below the root by name pattern, without build output and client packages.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or ".git" or "App_Data"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TrainingHub.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("TrainingHub.sln is not above the test's folder.");
    }
}
