using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Excuses;

/// <summary>
/// Asks again what was waived and is excused no longer, if something still asks for it: with the time that the rules give, counted from that day, so that nobody is overdue at once.
/// Harmless where nothing was waived.
/// </summary>
internal sealed class AskAgain(Db db, Chains chains, OpenPeriod openPeriod, OpenRenewal openRenewal)
{
    private sealed record ReasonRow(DateOnly? DueOn, string? Span);

    public async Task Handle(long personId, long programId, AsOf when, CancellationToken ct)
    {
        if (await Excuse.On(db, personId, programId, when.Day, ct) is not null) return;
        await using var tx = await db.Begin(ct);
        if (await chains.LockOf(personId, programId, ct) is { } chain)
        {
            // A window that had opened by then was opened then, also where the job comes to it only now.
            if (await openRenewal.IfDue(chain, when.Before, ct)) chain = (await chains.Lock(chain.Requirement.Id, ct))!;
            if (chain is { Open: null, Requirement.IsAssigned: true } && chain.Latest?.EndReason == EndReason.Waived.ToText()) await Open(chain, when, ct);
        }
        await tx.Commit(ct);
    }

    private async Task Open(Chain chain, AsOf when, CancellationToken ct)
    {
        var due = await Due(db, chain.Requirement.Id, when.Day, ct);
        if (chain.Certified is not { } certified) await openPeriod.Handle(chain, when, due, ct);
        else if (certified.DayOf(when) is var day && day >= certified.WindowOpensOn) await openPeriod.Renew(chain, certified, day, certified.ExpiresOn >= day ? certified.ExpiresOn : due, when, ct);
    }

    /// <summary>By the words of the rules that caught the person. A due date that is still to come stays as it is.</summary>
    internal static async Task<DateOnly?> Due(Db db, long requirementId, DateOnly day, CancellationToken ct)
    {
        var reasons = await db.Rows<ReasonRow>(
            "select n.due_on, coalesce(v.due_in, v.at_least) as span from certification_reason n left join certification_rule_version v on v.id = n.rule_version_id where n.requirement_id = @requirementId and n.ended_at is null",
            new { requirementId }, ct);
        return reasons.Select(r => r.DueOn >= day ? r.DueOn : r.Span is null ? null : CalendarSpan.Parse(r.Span).Value.AddTo(day)).Min();
    }
}
