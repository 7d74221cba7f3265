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

    /// <summary>A file to import; null, and said on the error output, where there is none.</summary>
    public static async Task<byte[]?> Read(string path, CancellationToken ct)
    {
        var full = Resolve(path);
        if (File.Exists(full)) return await File.ReadAllBytesAsync(full, ct);
        await Console.Error.WriteLineAsync($"There is no file {full}.");
        return null;
    }
}
