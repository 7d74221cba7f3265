using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>Nobody repeats a request after a month; the kept answers would only grow.</summary>
internal sealed class ForgetKeysJob(Db db, TimeProvider clock) : IJob
{
    public const string Id = "api.forget-keys";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private const int Chunk = 500;

    public async Task Run(JobRun run, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Kept;
        int gone;
        do
        {
            await using var tx = await db.Begin(ct);
            gone = await db.Execute(
                """
                delete from platform_idempotency where at < @before and (token_id, idempotency_key) in (
                    select token_id, idempotency_key from platform_idempotency where at < @before limit @Chunk)
                """,
                new { before, Chunk }, ct);
            await tx.Commit(ct);
            run.Count("deleted", gone);
        }
        while (gone == Chunk);
    }
}
