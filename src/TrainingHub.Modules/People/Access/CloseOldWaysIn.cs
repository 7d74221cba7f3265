using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Access;

/// <summary>
/// After a restore: a session that was ended, or a link that was used, after the backup was made would be good again. All sessions end, and all
/// one-time ways in are void; people sign in with their passwords, and who has none is invited anew.
/// </summary>
internal static class CloseOldWaysIn
{
    public static async Task Run(Db db, DateTimeOffset now, CancellationToken ct)
    {
        await db.Execute("update people_person set security_stamp = security_stamp || '-' || @Restore", new { Restore = $"{now.ToUnixTimeMilliseconds()}" }, ct);
        await db.Execute("update people_activation set used_at = @now where used_at is null", new { now }, ct);
    }
}
