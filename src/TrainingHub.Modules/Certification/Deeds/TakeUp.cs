using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>
/// What was begun before the last reason ended is found again: a transfer to and fro costs nobody the lessons already read. Not for ever: what is older than an
/// active period would have expired by now. What was only held then is asked anew: it may have ended meanwhile.
/// </summary>
internal sealed class TakeUp(Db db, TimeProvider clock)
{
    /// <param name="chain">As it was before the new period.</param>
    /// <param name="periodId">The new period.</param>
    public async Task Handle(Chain chain, long periodId, DateOnly assignedOn, CancellationToken ct)
    {
        if (chain.Latest is not { CompletedOn: null, RenewsId: null } begun || begun.EndReason != EndReason.Unassigned.ToText()) return;
        var policy = (await db.Row<PolicyRow>($"select {PolicyRow.Columns} from certification_policy y where y.id = @PolicyId", new { begun.PolicyId }, ct))!.ToPolicy();
        if (!policy.Active.TryAddTo(assignedOn, -1, out var oldest)) return;
        await db.Execute(
            """
            insert into certification_evidence(period_id, deed_id, recorded_at)
            select @periodId, e.deed_id, @now from certification_evidence e join certification_deed a on a.id = e.deed_id
            where e.period_id = @begun and a.occurred_at >= @oldest and a.taken_back_at is null and a.reference not like @held order by e.deed_id
            """,
            new { held = RecordHeld.Reference("%", "%"), periodId, begun = begun.Id, oldest = new DateTimeOffset(oldest.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), now = clock.GetUtcNow() }, ct);
    }
}
