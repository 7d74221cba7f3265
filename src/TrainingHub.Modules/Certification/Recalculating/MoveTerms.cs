using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Forecast;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Recalculating;

/// <summary>Gives the current periods of one person in a programme the dates of another policy. What was said before stays known, and what is still to come of them comes on its new days.</summary>
internal sealed class MoveTerms(Db db, Chains chains, CatchUp catchUp, OpenRenewal openRenewal, DueSteps due, TellLapse lapse, CountHeld held, Events events, IPersonDirectory people, TimeProvider clock)
{
    public async Task Handle(Recalculation recalculation, long personId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await catchUp.Handle(personId, ct);
        var chain = (await chains.LockOf(personId, recalculation.ProgramId, ct))!;
        // A window that has opened stays open, also where the job comes to it only now.
        var now = await people.Now(personId, clock, ct);
        if (await openRenewal.IfDue(chain, now, ct)) chain = (await chains.Lock(chain.Requirement.Id, ct))!;
        var policy = (await db.Row<PolicyRow>($"select {PolicyRow.Columns} from certification_policy y where y.id = @PolicyId", new { recalculation.PolicyId }, ct))!.ToPolicy();
        if (chain.Open is { } open && await IsBefore(open, recalculation, ct)) await Give(open, recalculation, ct);
        if (chain.Certified is { } certified && await IsBefore(certified, recalculation, ct)) await Move(chain, certified, policy, recalculation, ct);
        chain = (await chains.Lock(chain.Requirement.Id, ct))!;
        foreach (var period in chain.Periods.Where(p => p.EndedOn is null)) await due.Changed(period, chain.RenewedExpiry(period), period.DayOf(now), ct);
        await lapse.Handle([(chain, now)], ct);
        await tx.Commit(ct);
    }

    private async Task<bool> IsBefore(Period period, Recalculation recalculation, CancellationToken ct) =>
        await db.Scalar<int>("select number from certification_policy where id = @PolicyId", new { period.PolicyId }, ct) < recalculation.Number;

    /// <summary>What is open has no dates of the policy yet.</summary>
    private Task<int> Give(Period open, Recalculation recalculation, CancellationToken ct) =>
        db.Execute("update certification_period set policy_id = @PolicyId where id = @Id", new { open.Id, recalculation.PolicyId }, ct);

    private async Task Move(Chain chain, Period period, PeriodPolicy policy, Recalculation recalculation, CancellationToken ct)
    {
        var before = (await MovableTerm.Of(db, period.Id, ct))!;
        var (place, problem) = before.By(policy);
        if (place is null) throw new InvalidOperationException($"Period {period.Id}: {problem}");
        var term = place.Term;
        await Keep(period.Id, recalculation.AskedBy, ct);
        await db.Execute(
            """
            update certification_period set policy_id = @PolicyId, expires_on = @Expiry, window_opens_on = @WindowOpens, grace_ends_on = @GraceEnds, anchor_on = @Anchor, anchor_steps = @Steps where id = @Id
            """, new { period.Id, recalculation.PolicyId, term.Expiry, term.WindowOpens, term.GraceEnds, term.Anchor, term.Steps }, ct);
        await db.Execute("update certification_requirement set chain_anchor_on = @ChainAnchor where id = @Id", new { chain.Requirement.Id, place.ChainAnchor }, ct);
        if (!before.Differs(term)) return;
        await held.Later(chain.Requirement.Id, ct);
        // A renewal is due when what it renews expires.
        if (chain.Open is { } renewal && renewal.RenewsId == period.Id && PeriodSteps.AreSpokenFor(renewal.DueOn, before.ExpiresOn) && term.Expiry != before.ExpiresOn)
        {
            await Keep(renewal.Id, recalculation.AskedBy, ct);
            await db.Execute("update certification_period set due_on = @Expiry where id = @Id", new { renewal.Id, term.Expiry }, ct);
        }
        await db.Execute("update certification_recalculation set moved = moved + 1 where id = @Id", new { recalculation.Id }, ct);
        if (term.Expiry != before.ExpiresOn) await events.Tell(new PeriodMoved(period.Id, period.PersonId, period.ProgramId), ct);
    }

    private Task<int> Keep(long periodId, long? by, CancellationToken ct) => PeriodWas.Keep(db, periodId, PeriodWas.Recalculated, by, clock.GetUtcNow(), ct);
}
