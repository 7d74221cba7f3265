using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Takes one reason away. With the last one the requirement ends: an open period is closed as unassigned, what was earned is kept
/// and runs its time. Harmless when repeated.
/// </summary>
internal sealed class DropReason(Db db, Chains chains, OpenRenewal openRenewal, EndPeriod endPeriod, TimeProvider clock)
{
    /// <param name="on">The first day on which it no longer holds, where that was earlier: a last day of work that is recorded late does not make anybody owe longer.</param>
    /// <param name="by">Who takes it back by hand; null where a rule no longer asks.</param>
    /// <returns>False where it had ended before.</returns>
    public async Task<bool> Handle(long reasonId, AsOf when, DateOnly? on, long? by, CancellationToken ct)
    {
        var day = on < when.Day ? on.Value : when.Day;
        await using var tx = await db.Begin(ct);
        var requirementId = await db.Scalar<long>("select requirement_id from certification_reason where id = @reasonId", new { reasonId }, ct);
        var chain = (await chains.Lock(requirementId, ct))!;
        var isLast = await db.Scalar<long>("select count(*) from certification_reason where requirement_id = @requirementId and ended_at is null and id <> @reasonId", new { requirementId, reasonId }, ct) == 0;
        // A window that had opened by then was opened then, also where the job comes to it only now.
        if (isLast && await openRenewal.IfDue(chain, when.Before, ct)) chain = (await chains.Lock(requirementId, ct))!;
        var ended = await db.Execute("update certification_reason set ended_at = @now, ended_on = @day, ended_by = @by where id = @reasonId and ended_at is null", new { reasonId, day, by, now = clock.GetUtcNow() }, ct) > 0;
        if (ended && isLast && chain.Open is { } open)
        {
            var last = on < open.DayOf(when) ? on.Value : open.DayOf(when);
            await endPeriod.Handle(open, last > open.AssignedOn ? last : open.AssignedOn, EndReason.Unassigned, null, by, ct);
        }
        await tx.Commit(ct);
        return ended;
    }
}
