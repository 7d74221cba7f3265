using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>
/// A certification that was earned counts where another programme asks for it, and one that was revoked counts there no more. Not in the transaction that certifies: a chain of
/// programmes would lock their requirements in another order than everybody else.
/// </summary>
internal sealed class CountProgramme(Db db, IEvidence evidence, Chains chains, RecordHeld recordHeld, CountDeeds count, IPersonDirectory people) : IConsumer<PeriodCertified>, IConsumer<PeriodEnded>
{
    private sealed record Row(string Slug, DateTimeOffset At, DateOnly ExpiresOn, string? EndReason, string? TimeZone);

    public async Task Handle(PeriodCertified e, WorkItem item, CancellationToken ct)
    {
        var earned = (await db.Row<Row>(
            """
            select p.slug, coalesce((select max(a.occurred_at) from certification_evidence v join certification_deed a on a.id = v.deed_id where v.period_id = d.id), d.completed_recorded_at) as at, d.expires_on, d.end_reason, y.time_zone
            from certification_period d join certification_program p on p.id = d.program_id join certification_policy y on y.id = d.policy_id where d.id = @PeriodId
            """, new { e.PeriodId }, ct))!;
        // Revoked before this was done, or carried over when it had expired: nobody holds it.
        var home = (await people.Find(e.PersonId, ct))!.Zone;
        if (earned.EndReason == "revoked" || earned.ExpiresOn < PolicyZone.Of(earned.TimeZone, home).DayOf(earned.At)) return;
        await using var tx = await db.Begin(ct);
        await evidence.Record([new Deed(e.PersonId, ProgramKind.Name, earned.Slug, earned.At, $"period:{e.PeriodId}")], ct);
        await CountAsHeld(e.PersonId, earned, home, ct);
        await tx.Commit(ct);
    }

    /// <summary>
    /// A quiz that was marked late dates the certification before periods that were opened meanwhile. Nobody could say then that it was held, so it was not counted then; now it is known.
    /// </summary>
    private async Task CountAsHeld(long personId, Row earned, TimeZoneInfo home, CancellationToken ct)
    {
        var asking = await db.Rows<long>(
            """
            select d.requirement_id from certification_period d where d.person_id = @personId and d.completed_on is null and d.ended_on is null
            and exists (select 1 from certification_leaf f where f.version_id = d.program_version_id and f.kind = @kind and f.key = @Slug) order by d.requirement_id
            """, new { personId, kind = ProgramKind.Name, earned.Slug }, ct);
        if (asking.Count == 0) return;
        foreach (var requirementId in asking)
        {
            var chain = (await chains.Lock(requirementId, ct))!;
            if (chain.Open is not { } open || earned.At >= CountingEvidence.Since(open.AssignedOn, open.EvidenceFrom, chain.RenewedAt(open), chain.CountingZone(open, home))) continue;
            await recordHeld.Handle(chain, open, home, ct);
            await count.Handle(chain, open, home, ct);
        }
    }

    public async Task Handle(PeriodEnded e, WorkItem item, CancellationToken ct)
    {
        if (e.Reason != "revoked") return;
        var slug = (await db.Scalar<string>("select slug from certification_program where id = @ProgramId", new { e.ProgramId }, ct))!;
        await evidence.TakeBack(e.PersonId, ProgramKind.Name, slug, $"period:{e.PeriodId}", ct);
    }
}
