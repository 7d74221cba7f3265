using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Why somebody must hold a certification.</summary>
/// <param name="Kind">rule, manual, self</param>
/// <param name="RuleId">The rule, of kind rule.</param>
/// <param name="DueOn">The last day in time; null where nobody is in a hurry.</param>
/// <param name="RuleVersionId">What the rule said when it caught the person.</param>
/// <param name="By">Who assigns by hand.</param>
internal sealed record Assignment(long PersonId, long ProgramId, string Kind, long? RuleId, DateOnly? DueOn, long? RuleVersionId = null, long? By = null)
{
    public bool IsByRule => Kind == "rule";
}

/// <summary>
/// Gives a person one more reason to hold a certification. However many reasons there are, the requirement is one, and so is its
/// open period; the earliest due date of the reasons counts. Harmless when repeated.
/// </summary>
internal sealed class AssignProgramme(Db db, Chains chains, OpenPeriod openPeriod, OpenRenewal openRenewal, TimeProvider clock)
{
    /// <returns>The requirement.</returns>
    public async Task<long> Handle(Assignment assignment, AsOf when, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into certification_requirement(person_id, program_id, created_at) values (@PersonId, @ProgramId, @now) on conflict (person_id, program_id) do nothing",
            new { assignment.PersonId, assignment.ProgramId, now = clock.GetUtcNow() }, ct);
        var requirementId = await db.Scalar<long>("select id from certification_requirement where person_id = @PersonId and program_id = @ProgramId", assignment, ct);
        var chain = (await chains.Lock(requirementId, ct))!;
        var added = await db.Execute(
            """
            insert into certification_reason(requirement_id, kind, rule_id, due_on, assigned_by, assigned_at, rule_version_id, from_on)
            values (@requirementId, @Kind, @RuleId, @DueOn, @By, @now, @RuleVersionId, @Day) on conflict do nothing
            """,
            new { requirementId, assignment.Kind, assignment.RuleId, assignment.DueOn, assignment.By, now = clock.GetUtcNow(), assignment.RuleVersionId, when.Day }, ct);
        // Who assigns by hand a second time may want it sooner, or has ended an excuse.
        if (added == 0 && !assignment.IsByRule)
            await db.Execute("update certification_reason set due_on = @DueOn where requirement_id = @requirementId and kind = @Kind and ended_at is null and @DueOn < coalesce(due_on, '9999-12-31')",
                new { requirementId, assignment.Kind, assignment.DueOn }, ct);
        if (added > 0 || !assignment.IsByRule) await Restore(chain, assignment, when, ct);
        await tx.Commit(ct);
        return requirementId;
    }

    private async Task Restore(Chain chain, Assignment assignment, AsOf when, CancellationToken ct)
    {
        if (chain.Open is { } open)
        {
            if (assignment.DueOn is { } due) await openPeriod.BringForward(chain, open, due, when, ct);
            return;
        }
        // An excuse outlasts rules; who assigns by hand has ended it.
        var isWaived = chain.Latest?.EndReason == EndReason.Waived.ToText();
        if (isWaived && await Excuse.On(db, assignment.PersonId, assignment.ProgramId, when.Day, ct) is not null) return;
        // What was excused is asked again with the time that rules give from today: the dates of before may be past.
        var earliest = isWaived ? (await AskedTime.Of(db, chain.Requirement.Id, ct)).Again(when.Day) : await db.Scalar<DateOnly?>("select min(due_on) from certification_reason where requirement_id = @Id and ended_at is null and due_on >= @Day", new { chain.Requirement.Id, when.Day }, ct);
        if (chain.Certified is null) await openPeriod.Handle(chain, when, earliest, ct);
        else if (isWaived || !chain.Requirement.IsAssigned) await openRenewal.Again(chain, when, earliest, isTold: true, ct);
    }
}
