using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Forecast;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Certifies the open period of a locked chain: its dates, the end of the one it renews, what becomes due, and the event on which the certificate is written.</summary>
internal sealed class CompletePeriod(Db db, Events events, EndPeriod endPeriod, DueSteps due, CountHeld held, TimeProvider clock)
{
    public async Task Handle(Chain chain, Period open, DateOnly completedOn, CancellationToken ct)
    {
        var renewed = chain.Certified;
        var policy = (await db.Row<PolicyRow>($"select {PolicyRow.Columns} from certification_policy y where y.id = @PolicyId", new { open.PolicyId }, ct))!.ToPolicy();
        var (term, problem) = PeriodDates.For(policy, new Completion(completedOn, open.DueOn, renewed?.ExpiresOn, chain.Requirement.ChainAnchorOn, renewed?.WindowOpensOn));
        if (term is null) throw new InvalidOperationException($"Period {open.Id}: {problem}");
        await Certify(chain, open, completedOn, term, term.Anchor, PeriodSteps.OfCertified(term), ct);
    }

    /// <summary>With dates that are known already, as those of a certification that is carried over.</summary>
    /// <param name="chainAnchor">From which the chain's next periods count.</param>
    /// <param name="steps">What becomes due of it.</param>
    public async Task Certify(Chain chain, Period open, DateOnly completedOn, PeriodTerm term, DateOnly chainAnchor, IEnumerable<(string Step, DateOnly On)> steps, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await held.Later(chain.Requirement.Id, ct);
        // The old one first: at no moment may two be in force.
        if (chain.Certified is { } renewed) await endPeriod.Handle(renewed, completedOn, EndReason.Renewed, null, ct);
        await db.Execute(
            """
            update certification_period set completed_on = @completedOn, valid_from = @completedOn, expires_on = @Expiry, window_opens_on = @WindowOpens, grace_ends_on = @GraceEnds,
                   anchor_on = @Anchor, anchor_steps = @Steps, completed_recorded_at = @now
            where id = @Id
            """,
            new { open.Id, completedOn, term.Expiry, term.WindowOpens, term.GraceEnds, term.Anchor, term.Steps, now = clock.GetUtcNow() }, ct);
        await db.Execute("update certification_requirement set chain_anchor_on = @chainAnchor where id = @Id", new { chain.Requirement.Id, chainAnchor }, ct);
        await db.Execute("update certification_due set done_at = @now where period_id = @Id and done_at is null", new { open.Id, now = clock.GetUtcNow() }, ct);
        await due.Certified(open.Id, steps, ct);
        await events.Tell(new PeriodCertified(open.Id, open.PersonId, open.ProgramId), ct);
        await tx.Commit(ct);
    }
}
