using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>
/// Makes a restored database safe to start on, in one transaction before it becomes the hub's: what was sent or used after the backup was made
/// is unknown to it, so nothing may go out, and no old way in may open, by itself.
/// </summary>
internal sealed class AfterRestore(IReadOnlyList<IModule> modules, Registry registry, TimeProvider clock)
{
    public async Task<Outcome<BackupRestored>> Run(Database copy, BackupManifest manifest, bool isMove, CancellationToken ct)
    {
        var migrated = await new Migrator(copy, modules, clock).RunOnRestored(ct);
        await using var db = new Db(copy);
        foreach (var fact in registry.BackupFacts.Where(f => manifest.Facts.ContainsKey(f.Name)))
            if ((await db.Scalar<string>(fact.Sql, null, ct) ?? "") != manifest.Facts[fact.Name]) return Problem.Because("The database in the backup is not the one that its manifest describes: {0} differs. Nothing was changed.", fact.Name);

        var now = clock.GetUtcNow();
        await using var tx = await db.Begin(ct);
        // Times missed while there was no hub are not caught up at once: each job runs at its next regular time.
        await db.Execute("update platform_job set lease_owner = null, lease_until = null, retry_at = null, wanted_by = null, next_fire = null", null, ct);
        await db.Execute("update platform_job_run set outcome = 'killed', ended_at = @now, error = 'The backup was made while it ran.' where outcome is null", new { now }, ct);
        var held = 0L;
        if (!isMove)
        {
            held = await db.Execute("update platform_work set state = 'held', lease_until = null where state in ('ready', 'leased')", null, ct);
            foreach (var step in registry.RestoreSteps) await step(db, now, ct);
        }
        var actor = new Security.Actor();
        actor.BecomeHub("verb", "restore");
        await new Audit(db, actor, clock).Write("platform.restored", "hub", new { manifest.MadeAt, manifest.Program, held, isMove }, ct);
        await tx.Commit(ct);
        return new BackupRestored(manifest, held, migrated.Count);
    }
}
