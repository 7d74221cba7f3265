namespace TrainingHub.Modules.Platform.Backups;

/// <summary>
/// The folder inside the data folder where a backup is unpacked: on the same disk, so that moving in is renaming, also where the data folder
/// is the mount point of a volume.
/// </summary>
internal sealed class RestoreDraft(string dataFolder)
{
    /// <summary>As long as it is there and the database is not, a restore was not finished.</summary>
    private const string Name = Data.Database.RestoringSuffix;

    // What may lie in a data folder that counts as empty: older backups, and what a file system puts into its root.
    private static readonly string[] Harmless = [Name, "backups", "lost+found"];

    private readonly bool wasThere = Directory.Exists(dataFolder);

    public string Folder { get; } = Path.Combine(dataFolder, Name);

    public static Problem? RefuseUsed(string dataFolder)
    {
        if (!Directory.Exists(dataFolder)) return null;
        var names = Directory.EnumerateFileSystemEntries(dataFolder).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal).ToList();
        if (names.Contains(Name)) return null; // a restore was cut off: everything here is its own
        var strange = names.Where(n => !Harmless.Contains(n) && !n.EndsWith(Data.Database.RestoringSuffix, StringComparison.Ordinal)).ToList();
        return strange.Count == 0 ? null : Problem.Because("The data folder {0} is not empty; it holds {1}. A backup is restored into an empty place only. Move what is there away, or name another data folder (TrainingHub__DataFolder).", dataFolder, string.Join(", ", strange.Take(5)));
    }

    public string PathOf(string entry) => Path.Combine([Folder, .. entry.Split('/')]);

    public void Begin()
    {
        if (Directory.Exists(Folder))
        {
            foreach (var part in (string[])[BackupPaths.Keys, BackupPaths.Blobs]) Remove(Path.Combine(dataFolder, part));
            Remove(Folder);
        }
        Directory.CreateDirectory(dataFolder);
        OwnersOnly.NewFolder(Folder);
    }

    public Problem? RefuseFull(long needed)
    {
        var free = new DriveInfo(dataFolder).AvailableFreeSpace;
        return free > needed ? null : Problem.Because("The backup unpacks to {0} MB, and only {1} MB are free where the data folder lies. Nothing was changed.", Megabytes(needed), Megabytes(free));
    }

    public void MoveIn()
    {
        foreach (var part in (string[])[BackupPaths.Keys, BackupPaths.Blobs])
            if (Directory.Exists(Path.Combine(Folder, part))) Directory.Move(Path.Combine(Folder, part), Path.Combine(dataFolder, part));
    }

    /// <summary>After a refusal the place is as it was.</summary>
    public void End(bool isDone)
    {
        if (Directory.Exists(Folder))
        {
            if (!isDone) foreach (var part in (string[])[BackupPaths.Keys, BackupPaths.Blobs]) Remove(Path.Combine(dataFolder, part));
            Remove(Folder);
        }
        if (!isDone && !wasThere && Directory.Exists(dataFolder) && !Directory.EnumerateFileSystemEntries(dataFolder).Any()) Directory.Delete(dataFolder);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static long Megabytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;
}
