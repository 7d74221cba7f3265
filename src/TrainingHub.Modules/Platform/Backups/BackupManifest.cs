namespace TrainingHub.Modules.Platform.Backups;

/// <summary>A schema script as the journal of a database tells of it.</summary>
internal sealed record AppliedScript(string Module, int Number, string Name, string Hash);

/// <param name="Path">As in the archive: "database.sqlite", "keys/key-….xml", "blobs/ab/ab…".</param>
/// <param name="Sha256">Of the bytes as they are restored, in lower-case hexadecimal.</param>
internal sealed record BackedUpFile(string Path, long Size, string Sha256);

/// <summary>What a backup says about itself; the last entry of the archive.</summary>
/// <param name="Format">Of the archive; a program restores the formats up to its own.</param>
/// <param name="Program">The version that made it.</param>
/// <param name="Provider">"sqlite" or "postgres": a backup goes back into the kind of database it came from.</param>
/// <param name="DatabaseVersion">Of the engine that wrote the copy.</param>
/// <param name="MadeAt">The instant the copy of the database shows, or shortly before.</param>
/// <param name="Schema">The journal of the copied database.</param>
/// <param name="Facts">What must be the same after a restore, as the head of the ledger; from the copy itself.</param>
/// <param name="MissingBlobs">Blobs that the database names and the store had lost before the backup was made; usually none.</param>
internal sealed record BackupManifest(
    int Format, string Program, string Provider, string DatabaseVersion, DateTimeOffset MadeAt,
    IReadOnlyList<AppliedScript> Schema, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<string> MissingBlobs, IReadOnlyList<BackedUpFile> Files)
{
    public const int CurrentFormat = 1;
    public const string EntryName = "manifest.json";

    public static string ThisProgram { get; } = typeof(BackupManifest).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public long RestoredSize => Files.Sum(f => f.Size);
}
