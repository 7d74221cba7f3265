using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>No backup could be made; the reason is for the administrator.</summary>
internal sealed class BackupFailedException(string message) : Exception(message);

/// <summary>The nightly backup. Older ones go only after the new one is there and was read back.</summary>
internal sealed class BackupJob(MakeBackup backup, BackupFolder folder, HubSettings settings, TimeProvider clock) : IJob
{
    public const string Id = "platform.backup";

    public async Task Run(JobRun run, CancellationToken ct)
    {
        if (settings.BackupsKept == 0) return;
        folder.RemoveDrafts();
        Directory.CreateDirectory(folder.Path);
        var name = folder.NameFor(clock.GetUtcNow());
        if (File.Exists(name)) return; // the backup of this very moment was made, and whoever made it did not live to say so
        var made = await backup.Handle(name, ct);
        if (made.Value is not { } done) throw new BackupFailedException(made.Problem!.ToString());
        run.Count("files", done.Files);
        run.Count("megabytes", (done.Size + (1 << 20) - 1) >> 20);
        if (done.MissingBlobs > 0) run.Log($"{done.MissingBlobs} stored files that the database names were lost before this backup; its manifest lists them.");
        run.Count("old backups removed", folder.RemoveOld(settings.BackupsKept));
    }
}
