namespace TrainingHub.Modules.Platform.Verbs;

/// <summary>Paths given to verbs are relative to where the user stands.</summary>
internal static class CallerFolder
{
    /// <summary>
    /// The full path. "dotnet run --project" makes the project's folder the working directory; the shell's own folder is then still in PWD.
    /// </summary>
    public static string Resolve(string path) =>
        Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE") is not null && Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } caller && Directory.Exists(caller)
            ? Path.GetFullPath(path, caller)
            : Path.GetFullPath(path);
}
