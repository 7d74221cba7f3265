using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>
/// Enters one certification that was earned elsewhere: what is open becomes it, or a period of its own. From then on it renews, expires and is revoked as
/// one that was earned here. Nobody is told of it.
/// </summary>
internal sealed class CarryOver(Db db, Chains chains, CatchUp catchUp, CompletePeriod complete, OpenRenewal openRenewal, IPersonDirectory people, Audit audit, Actor actor, TimeProvider clock)
{
    /// <summary>Nobody certifies themselves.</summary>
    public static Problem Own => Problem.Because("Somebody else must carry over your own certifications.");

    /// <summary>What decides about it. Inside a transaction with the chain locked it stays so until the end.</summary>
    public async Task<CarryGround> Ground(Chain? chain, long programId, AsOf now, CancellationToken ct)
    {
        var policy = chain?.Open is { } open
            ? await db.Row<PolicyRow>($"select {PolicyRow.Columns} from certification_policy y where y.id = @PolicyId", new { open.PolicyId }, ct)
            : await db.Row<PolicyRow>($"select {PolicyRow.Columns} from certification_policy y join certification_program p on p.current_policy_id = y.id where p.id = @programId", new { programId }, ct);
        var before = chain is null ? [] : await db.Rows<CarriedRow>(
            """
            select k.period_id, d.completed_on, k.expires_asked, k.anchor_asked, k.issuer, k.number, k.proof, k.proof_sha256
            from certification_carried k join certification_period d on d.id = k.period_id where d.requirement_id = @Id
            """, new { chain.Requirement.Id }, ct);
        var begun = chain?.Open is { } asked && await db.Scalar<long>("select count(*) from v_certification_evidence where period_id = @Id", new { asked.Id }, ct) > 0;
        return new CarryGround(chain, before, policy!.ToPolicy(), begun, OpenPeriod.AssignedOn(policy.TimeZone, now));
    }

    /// <returns>False where exactly this was carried over before.</returns>
    public async Task<Outcome<bool>> Handle(Carry carry, CancellationToken ct)
    {
        if (carry.PersonId == actor.PersonId) return Own;
        var now = await people.Now(carry.PersonId, clock, ct);
        await using var tx = await db.Begin(ct);
        await catchUp.Handle(carry.PersonId, ct);
        await db.Execute("insert into certification_requirement(person_id, program_id, created_at) values (@PersonId, @ProgramId, @now) on conflict (person_id, program_id) do nothing",
            new { carry.PersonId, carry.ProgramId, now = clock.GetUtcNow() }, ct);
        var requirementId = await db.Scalar<long>("select id from certification_requirement where person_id = @PersonId and program_id = @ProgramId", carry, ct);
        var chain = (await chains.Lock(requirementId, ct))!;
        var ground = await Ground(chain, carry.ProgramId, now, ct);
        var (dates, problem) = ground.Judge(carry);
        if (problem is not null) return problem;
        if (dates is not null) await Enter(chain, carry, dates, ground.Today, now, ct);
        await tx.Commit(ct);
        return dates is not null;
    }

    private async Task Enter(Chain chain, Carry carry, CarriedTerm dates, DateOnly today, AsOf now, CancellationToken ct)
    {
        var requirementId = chain.Requirement.Id;
        if (chain.Open is null)
        {
            await Open(chain, today, ct);
            chain = (await chains.Lock(requirementId, ct))!;
        }
        var period = chain.Open!;
        // Before it is certified: its paper says where it came from.
        await db.Execute(
            """
            insert into certification_carried(period_id, expires_asked, anchor_asked, issuer, number, proof, proof_sha256, carried_by)
            values (@Id, @ExpiresOn, @AnchorOn, @Issuer, @Number, @Proof, @ProofSha256, @by)
            """,
            new { period.Id, carry.ExpiresOn, carry.AnchorOn, carry.Issuer, carry.Number, carry.Proof, carry.ProofSha256, by = actor.PersonId }, ct);
        await complete.Certify(chain, period, carry.CompletedOn, dates.Term, dates.ChainAnchor, dates.StepsFrom(today), ct);
        await audit.Write("certification.carried", $"period:{period.Id}", new { period.PersonId, period.ProgramId, carry.CompletedOn, dates.Term.Expiry }, ct);
        if (!chain.Requirement.IsAssigned) return;
        var due = await db.Scalar<DateOnly?>("select min(due_on) from certification_reason where requirement_id = @requirementId and ended_at is null and due_on >= @Day", new { requirementId, now.Day }, ct);
        await openRenewal.Again((await chains.Lock(requirementId, ct))!, now, due, isTold: false, ct);
    }

    /// <summary>Not as an assignment: nothing is asked of anybody, so nobody hears of it.</summary>
    private Task<int> Open(Chain chain, DateOnly today, CancellationToken ct) => db.Execute(
        """
        insert into certification_period(requirement_id, person_id, program_id, number, program_version_id, policy_id, assigned_on, recorded_at)
        select @Id, @PersonId, p.id, @number, p.current_version_id, p.current_policy_id, @today, @now from certification_program p where p.id = @ProgramId
        """,
        new { chain.Requirement.Id, chain.Requirement.PersonId, chain.Requirement.ProgramId, number = (chain.Latest?.Number ?? 0) + 1, today, now = clock.GetUtcNow() }, ct);
}
