using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Prior;

/// <summary>Prior learning was counted by mistake: it counts no more for what is still open. What it has completed is revoked instead.</summary>
internal sealed class WithdrawPrior(Db db, Chains chains, CatchUp catchUp, IEvidence evidence, Audit audit, Actor actor, TimeProvider clock)
{
    private sealed record Row(long PersonId, long PeriodId, string Kind, string Key);

    public async Task<Problem?> Handle(long id, string? why, CancellationToken ct)
    {
        var (reason, unsaid) = ReasonText.Read(why, Problem.Because("Write why this prior learning is withdrawn."));
        if (unsaid is not null) return unsaid;
        await using var tx = await db.Begin(ct);
        if (await db.Row<Row>("select person_id, period_id, kind, key from certification_prior where id = @id", new { id }, ct) is not { } row) return Problem.NotFound("There is no such prior learning.");
        await catchUp.Handle(row.PersonId, ct);
        await chains.LockOfPeriod(row.PeriodId, ct);
        if (await HasCompleted(row, id, ct)) return Problem.Conflict("A certification was completed with it. If that is wrong, revoke the certification.");
        if (await db.Execute("update certification_prior set withdrawn_at = @now, withdrawn_by = @by, withdrawn_why = @reason where id = @id and withdrawn_at is null", new { id, now = clock.GetUtcNow(), by = actor.PersonId, reason }, ct) == 0)
            return Problem.Conflict("This prior learning was withdrawn already.");
        await evidence.TakeBack(row.PersonId, row.Kind, row.Key, CountPrior.Reference(id), ct);
        await audit.Write("certification.prior-withdrawn", $"person:{row.PersonId}", new { prior = id, why = reason }, ct);
        await tx.Commit(ct);
        return null;
    }

    private async Task<bool> HasCompleted(Row row, long id, CancellationToken ct) => await db.Scalar<long>(
        """
        select count(*) from certification_deed a join certification_evidence e on e.deed_id = a.id join certification_period d on d.id = e.period_id
        where a.person_id = @PersonId and a.kind = @Kind and a.key = @Key and a.reference = @reference and d.completed_on is not null
        """, new { row.PersonId, row.Kind, row.Key, reference = CountPrior.Reference(id) }, ct) > 0;
}
