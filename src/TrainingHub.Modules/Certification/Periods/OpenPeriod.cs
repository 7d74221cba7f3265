using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Deeds;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Opens the next period of a locked chain, by the programme and policy as they are now: a changed policy is for future periods.</summary>
internal sealed class OpenPeriod(Db db, Events events, DueSteps due, TakeUp takeUp, RecordHeld recordHeld, CountDeeds count, IPersonDirectory people, TimeProvider clock)
{
    /// <param name="certified">The period whose window opened.</param>
    /// <param name="assignedOn">On which day of its calendar.</param>
    /// <param name="when">When it did.</param>
    /// <param name="isTold">False where nobody is written to of what is asked, as of what was carried over.</param>
    public async Task<long> Renew(Chain chain, Period certified, DateOnly assignedOn, DateOnly? dueOn, AsOf when, bool isTold, CancellationToken ct) =>
        await Handle(chain, await ProgramTerms.Of(db, chain.Requirement.ProgramId, ct), assignedOn, dueOn, certified, when, isTold, ct);

    /// <summary>The whole requirement, asked since an instant: by the programme and the policy of then, and with what was done since.</summary>
    public async Task<long> Handle(Chain chain, AsOf when, DateOnly? dueOn, CancellationToken ct)
    {
        var terms = await ProgramTerms.Of(db, chain.Requirement.ProgramId, ct);
        var assignedOn = AssignedOn(terms.ZoneAt(chain.Requirement.ProgramId, when.At), when);
        return await Handle(chain, terms, assignedOn, DueOn(dueOn, assignedOn), null, when, isTold: true, ct);
    }

    /// <summary>A new period begins on the day of its own calendar.</summary>
    public static DateOnly AssignedOn(string? policyZone, AsOf when) => policyZone is null ? when.Day : PolicyZone.Of(policyZone, TimeZoneInfo.Utc).DayOf(when.At);

    /// <summary>Rules count days where the person works; where the policy's calendar is a day ahead of that, "today" is over already.</summary>
    public static DateOnly? DueOn(DateOnly? asked, DateOnly assignedOn) => asked < assignedOn ? assignedOn : asked;

    private async Task<long> Handle(Chain chain, ProgramTerms terms, DateOnly assignedOn, DateOnly? dueOn, Period? renews, AsOf when, bool isTold, CancellationToken ct)
    {
        var requirement = chain.Requirement;
        await using var tx = await db.Begin(ct);
        var id = await db.Insert(
            """
            insert into certification_period(requirement_id, person_id, program_id, number, renews_id, program_version_id, policy_id, assigned_on, due_on, recorded_at, counts_from)
            values (@Id, @PersonId, @ProgramId, @number, @renewsId, @version, @policy, @assignedOn, @dueOn, @now, @countsFrom) returning id
            """,
            new
            {
                requirement.Id, requirement.PersonId, requirement.ProgramId, number = (chain.Latest?.Number ?? 0) + 1, renewsId = renews?.Id, version = terms.VersionAt(requirement.ProgramId, when.At),
                policy = terms.PolicyAt(requirement.ProgramId, when.At), assignedOn, dueOn, now = clock.GetUtcNow(), countsFrom = renews is null ? when.At : (DateTimeOffset?)null,
            }, ct);
        if (renews is not null) await TurnWheel(id, ct);
        if (await Excuse.On(db, requirement.PersonId, requirement.ProgramId, when.Day, ct) is { } excuse) await Waive(id, excuse, ct);
        else await Ask(chain, id, assignedOn, dueOn, renews, isTold, ct);
        await tx.Commit(ct);
        return id;
    }

    /// <summary>While an excuse holds nothing is asked, so nobody is told and nothing counts. The row says that it would have been.</summary>
    private Task<int> Waive(long id, Excuse excuse, CancellationToken ct) => db.Execute(
        "update certification_period set ended_on = assigned_on, end_reason = @waived, ended_recorded_at = @now, end_note = @Reason, ended_by = @ById where id = @id",
        new { id, waived = EndReason.Waived.ToText(), now = clock.GetUtcNow(), excuse.Reason, excuse.ById }, ct);

    private async Task Ask(Chain chain, long id, DateOnly assignedOn, DateOnly? dueOn, Period? renews, bool isTold, CancellationToken ct)
    {
        var requirement = chain.Requirement;
        await due.Opened(id, assignedOn, dueOn, renews?.ExpiresOn, ct);
        var isNews = isTold && renews is not null && !PeriodSteps.AreSpokenFor(dueOn, renews.ExpiresOn);
        await events.Tell(new PeriodAssigned(id, requirement.PersonId, requirement.ProgramId, dueOn, renews is not null, isNews), ct);
        if (renews is null) await takeUp.Handle(chain, id, assignedOn, ct);
        await LookBack(chain, id, ct);
    }

    /// <summary>The path after the one by which the renewed period was earned. A renewal that was waived or given up earned nothing, so it turns nothing.</summary>
    private Task<int> TurnWheel(long id, CancellationToken ct) => db.Execute(
        """
        update certification_period set path = (select r.path % v.renewal_paths + 1 from certification_period r join certification_program_version v on v.id = certification_period.program_version_id
            where r.id = certification_period.renews_id) where id = @id
        """, new { id }, ct);

    /// <summary>What was done since the day it counts from, and before somebody or a late job came to open it, is not lost.</summary>
    private async Task LookBack(Chain chain, long id, CancellationToken ct)
    {
        var period = (await db.Row<Period>($"select {Period.Columns} from certification_period d where d.id = @id", new { id }, ct))!;
        var person = await people.Find(period.PersonId, ct) ?? throw new InvalidOperationException($"There is no person {period.PersonId}.");
        chain = chain with { Periods = [.. chain.Periods, period] };
        await recordHeld.Handle(chain, period, person.Zone, ct);
        await count.Handle(chain, period, person.Zone, ct);
    }

    /// <summary>Another reason asks for it sooner. Never later, and never into the past; what was reported until now stays known.</summary>
    public async Task BringForward(Chain chain, Period open, DateOnly dueOn, AsOf when, CancellationToken ct)
    {
        var (today, renewedExpiry) = (open.DayOf(when), chain.RenewedExpiry(open));
        if (PeriodSteps.AreSpokenFor(open.DueOn, renewedExpiry) || dueOn < today || open.DueOn <= dueOn) return;
        await using var tx = await db.Begin(ct);
        var now = clock.GetUtcNow();
        if (open.RecordedAt < now) await PeriodWas.Keep(db, open.Id, PeriodWas.BroughtForward, null, now, ct);
        await db.Execute("update certification_period set due_on = @dueOn where id = @Id", new { open.Id, dueOn }, ct);
        await due.BroughtForward(open, dueOn, renewedExpiry, today, ct);
        await tx.Commit(ct);
    }
}
