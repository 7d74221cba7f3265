using System.IO.Compression;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Backups;

/// <param name="Size">Of the file, in bytes.</param>
/// <param name="MissingBlobs">How many blobs the database names and the store has lost.</param>
internal sealed record BackupMade(string Path, long Size, int Files, int MissingBlobs);

/// <summary>
/// Writes a backup while the hub runs: the database first, then the blobs. A blob is stored before the row that names it, so every row of the copy
/// finds its blob; where an erasure took one away in between, the copy of the database is taken anew, without the erased.
/// </summary>
internal sealed class MakeBackup(DatabaseCopy database, HubSettings settings, TimeProvider clock)
{
    public const string DraftSuffix = ".draft";
    private const int MostRounds = 5;

    /// <summary>The file appears at its end, whole and on the disk. On a problem there is nothing, and what was there before is untouched.</summary>
    public async Task<Outcome<BackupMade>> Handle(string path, CancellationToken ct)
    {
        if (File.Exists(path) || Directory.Exists(path)) return Problem.Because("{0} is there already. Name another file; a backup is never written over.", path);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder)) return Problem.Because("There is no folder {0} to write the backup to.", folder);
        var draft = path + DraftSuffix;
        try
        {
            RemoveDraft(draft);
            OwnersOnly.NewFolder(draft);
            for (var round = 1; ; round++)
            {
                var made = await Write(draft, isLast: round == MostRounds, ct);
                if (made.Problem is { } problem) return problem;
                if (made.Value is not { } done) continue; // something was erased meanwhile
                File.Move(Path.Combine(draft, "backup"), path, overwrite: false);
                return done with { Path = path };
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR })
        {
            return Problem.Because("The backup {0} could not be written: {1} What was begun is removed again.", path, e.Message);
        }
        finally
        {
            RemoveDraft(draft);
        }
    }

    /// <summary>Neither a backup nor a problem: an erasure took blobs away that the copy of the database names.</summary>
    private async Task<Outcome<BackupMade>> Write(string draft, bool isLast, CancellationToken ct)
    {
        var (copy, archivePath, madeAt) = (Path.Combine(draft, "database"), Path.Combine(draft, "backup"), clock.GetUtcNow());
        File.Delete(copy);
        File.Delete(archivePath);
        var taken = await database.Take(copy, ct);
        if (taken.Value is not { } described) return taken.Problem!;
        await using var file = OwnersOnly.NewFile(archivePath);
        IReadOnlyList<string> missing;
        int files;
        await using (var archive = new BackupArchive(file))
        {
            await archive.Add(copy, database.EntryName, CompressionLevel.Fastest, ct);
            File.Delete(copy);
            foreach (var (source, name) in Contents()) await archive.Add(source, name, name.StartsWith(BackupPaths.Blobs, StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Fastest, ct);
            var stored = archive.Files.Select(f => Path.GetFileName(f.Path)).ToHashSet(StringComparer.Ordinal);
            missing = [.. described.Blobs.Where(b => !stored.Contains(b)).Order(StringComparer.Ordinal)];
            if (missing.Count > 0 && !isLast && !await database.StillNames(missing, ct)) return default;
            files = archive.Files.Count;
            await archive.Add(new BackupManifest(BackupManifest.CurrentFormat, BackupManifest.ThisProgram, database.Provider, described.Version, madeAt, described.Schema, described.Facts, missing, archive.Files), ct);
        }
        await BackupSeal.Close(file, ct);
        if (await BackupSeal.Check(file, archivePath, ct) is { } unreadable) return unreadable; // what the disk gives back is what counts
        return new BackupMade(archivePath, file.Length, files, missing.Count);
    }

    /// <summary>Keys, then blobs. Drafts of blobs that are just being written have another name and are passed over.</summary>
    private IEnumerable<(string Source, string Name)> Contents()
    {
        foreach (var top in (string[])[BackupPaths.Keys, BackupPaths.Blobs])
        {
            var folder = Path.Combine(settings.DataFolder, top);
            if (!Directory.Exists(folder)) continue;
            foreach (var source in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(settings.DataFolder, source).Replace(Path.DirectorySeparatorChar, '/');
                if (BackupPaths.Allowed.IsMatch(name)) yield return (source, name);
            }
        }
    }

    private static void RemoveDraft(string draft)
    {
        if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
    }
}
