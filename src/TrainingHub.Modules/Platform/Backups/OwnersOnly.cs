namespace TrainingHub.Modules.Platform.Backups;

/// <summary>Files and folders that only the hub's own account may read: they hold the keys of every session and everybody's data.</summary>
internal static class OwnersOnly
{
    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static FileStream NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = ReadAndWrite;
        return new FileStream(path, options);
    }

    public static void NewFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, ReadAndWrite | UnixFileMode.UserExecute);
    }
}
