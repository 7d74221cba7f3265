using System.IO.Compression;
using System.Text.Json;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Backups;

/// <param name="Held">Work that waits for an administrator's word.</param>
/// <param name="Migrated">Schema scripts applied, where the backup is of an older version.</param>
internal sealed record BackupRestored(BackupManifest Manifest, long Held, int Migrated);

/// <summary>
/// Puts a backup back into an empty place. Everything is checked before anything is written, then unpacked and made ready aside; the hub's own
/// names appear at the very end, the database last. Cut off at any point, it leaves a place that no site starts on and that a second restore clears.
/// </summary>
internal sealed class RestoreBackup(DatabaseCopy database, AfterRestore after, IReadOnlyList<IModule> modules, HubSettings settings)
{
    /// <param name="isMove">The hub was stopped before the backup was made and has not run since: sign-ins, links and work go on as they were.</param>
    public async Task<Outcome<BackupRestored>> Handle(string path, bool isMove, CancellationToken ct)
    {
        if (!File.Exists(path)) return Problem.Because("There is no file {0}.", path);
        if ((await database.RefuseUsed(ct) ?? RestoreDraft.RefuseUsed(settings.DataFolder)) is { } used) return used;
        await using var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Options = FileOptions.Asynchronous, Share = FileShare.Read });
        if (await BackupSeal.Check(file, path, ct) is { } damaged) return damaged;
        await using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var read = await ReadManifest(zip, path, ct);
        if (read.Value is not { } manifest) return read.Problem!;
        if (Refuse(manifest, path) is { } refusal) return refusal;

        var draft = new RestoreDraft(settings.DataFolder);
        var isDone = false;
        try
        {
            await database.Discard(ct); // what a restore that was cut off left
            draft.Begin();
            if (draft.RefuseFull(manifest.RestoredSize) is { } full) return full;
            foreach (var entry in manifest.Files)
                if (await Unpack(zip, entry, draft, ct) is { } broken) return broken;
            BackupRestored? restored = null;
            var problem = await database.PutBack(draft.Folder, async copy =>
            {
                var worked = await after.Run(copy, manifest, isMove, ct);
                restored = worked.Value;
                return worked.Problem;
            }, ct);
            if (problem is not null) return problem;
            draft.MoveIn();
            await database.Finish(ct);
            isDone = true;
            return restored!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Problem.Because("The backup could not be restored: {0} Nothing is left of the attempt.", e.Message);
        }
        finally
        {
            if (!isDone) await database.Discard(CancellationToken.None);
            draft.End(isDone);
        }
    }

    private static async Task<Outcome<BackupManifest>> ReadManifest(ZipArchive zip, string path, CancellationToken ct)
    {
        if (zip.GetEntry(BackupManifest.EntryName) is not { } entry) return Problem.Because("{0} holds no manifest. Nothing was changed.", path);
        await using var stream = await entry.OpenAsync(ct);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
        var format = document.RootElement.GetProperty("format").GetInt32();
        if (format > BackupManifest.CurrentFormat)
            return Problem.Because("{0} was made by TrainingHub {1} in a newer format than this program knows. Restore it with that version.", path, document.RootElement.GetProperty("program").GetString() ?? "");
        return document.Deserialize<BackupManifest>(Json.Plain)!;
    }

    private Problem? Refuse(BackupManifest manifest, string path)
    {
        if (manifest.Provider != database.Provider)
            return Problem.Because("{0} holds a database of the kind {1}, this hub is set to {2} (TrainingHub:Database:Provider). A backup goes back into the kind it came from.", path, manifest.Provider, database.Provider);
        if (Migrator.FirstUnknown(modules, database.Dialect, manifest.Schema) is { } script)
            return Problem.Because("{0} was made by TrainingHub {1} and has the schema script {2}, which this program ({3}) does not have. Restore it with that version or a newer one.", path, manifest.Program, $"{script.Module}/{script.Name}", BackupManifest.ThisProgram);
        return manifest.Files.FirstOrDefault(f => !BackupPaths.Allowed.IsMatch(f.Path)) is { } strange
            ? Problem.Because("{0} holds a file that no backup has: {1}. Nothing was changed.", path, strange.Path)
            : null;
    }

    private async Task<Problem?> Unpack(ZipArchive zip, BackedUpFile expected, RestoreDraft draft, CancellationToken ct)
    {
        var isDatabase = expected.Path == database.EntryName;
        var target = isDatabase ? database.DraftPath(draft.Folder) : draft.PathOf(expected.Path);
        if (zip.GetEntry(expected.Path) is not { } entry) return Problem.Because("The backup lacks the file {0} that its manifest names. Nothing was changed.", expected.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var from = await entry.OpenAsync(ct);
        await using var to = OwnersOnly.NewFile(target);
        var sha256 = await HashedCopy.Run(from, to, ct);
        #pragma warning disable CA1849 // FlushAsync does not reach the disk
        to.Flush(flushToDisk: true);
        #pragma warning restore CA1849
        var isNamedRightly = !expected.Path.StartsWith(BackupPaths.Blobs, StringComparison.Ordinal) || Path.GetFileName(expected.Path) == sha256;
        return sha256 == expected.Sha256 && isNamedRightly ? null : Problem.Because("The file {0} in the backup is not what its manifest says. Nothing was changed.", expected.Path);
    }
}
