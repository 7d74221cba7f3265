using System.Text.Json;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Assigning;

/// <param name="EndedOn">The first day on which it holds no more.</param>
internal sealed record RuleRow(long Id, long ProgramId, string Audience, string DueIn, DateOnly StartsOn, DateOnly? EndedOn)
{
    public const string Columns = "u.id, u.program_id, u.audience, u.due_in, u.starts_on, u.ended_on";

    /// <summary>Whom it catches.</summary>
    public Audience Catches => JsonSerializer.Deserialize<Audience>(Audience, Json.Plain)!;

    /// <summary>Whom it keeps: "hired within 90 days" and "except those employed for a year" say whom it catches; time alone lets nobody off.</summary>
    public Audience Keeps
    {
        get
        {
            var caught = Catches;
            return caught with { HiredWithin = null, Except = caught.Except?.Where(e => e.EmployedFor is null).ToList() };
        }
    }

    public bool HoldsOn(DateOnly day) => StartsOn <= day && (EndedOn is null || day < EndedOn);
}

/// <summary>
/// Brings what the rules ask of ONE person in line with where the person is placed now. First what is new, then what has ended: moving
/// from one rule of a programme to another leaves the requirement as it is.
/// </summary>
internal sealed class EvaluateRules(Db db, AssignProgramme assign, DropReason drop, IPersonDirectory people, IAudiences audiences, TimeProvider clock)
    : IConsumer<PersonJoined>, IConsumer<PersonMoved>, IConsumer<PersonLeft>
{
    private sealed record ReasonRow(long Id, long? RuleId);

    public Task Handle(PersonJoined e, WorkItem item, CancellationToken ct) => Handle(e.PersonId, ct);

    public Task Handle(PersonMoved e, WorkItem item, CancellationToken ct) => Handle(e.PersonId, ct);

    public Task Handle(PersonLeft e, WorkItem item, CancellationToken ct) => Handle(e.PersonId, ct);

    public async Task Handle(long personId, CancellationToken ct)
    {
        if (await people.Find(personId, ct) is not { } person) return;
        var today = person.Zone.DayOf(clock.GetUtcNow());
        var hasLeft = person.LeftOn < today;

        await using var tx = await db.Begin(ct);
        // All at once and in the order in which evidence locks them: rules come in another order, and two orders are a deadlock.
        await db.Rows<long>($"select id from certification_requirement where person_id = @personId order by id {db.Dialect.ForUpdate}", new { personId }, ct);
        var rules = await db.Rows<RuleRow>($"select {RuleRow.Columns} from certification_rule u order by u.id", null, ct);
        var reasons = await db.Rows<ReasonRow>(
            "select n.id, n.rule_id from certification_reason n join certification_requirement q on q.id = n.requirement_id where q.person_id = @personId and n.ended_at is null order by n.id",
            new { personId }, ct);
        foreach (var rule in rules.Where(r => !hasLeft && r.HoldsOn(today) && reasons.TrueForAll(n => n.RuleId != r.Id)))
            if (await audiences.Includes(rule.Catches, personId, today, ct)) await Assign(rule, person, today, ct);
        foreach (var reason in reasons)
        {
            var rule = rules.Find(r => r.Id == reason.RuleId);
            if (hasLeft) await drop.Handle(reason.Id, person.LeftOn!.Value.AddDays(1), ct);
            else if (rule is not null && !rule.HoldsOn(today)) await drop.Handle(reason.Id, rule.EndedOn, ct);
            else if (rule is not null && !await audiences.Includes(rule.Keeps, personId, today, ct)) await drop.Handle(reason.Id, null, ct);
        }
        await tx.Commit(ct);
    }

    private async Task Assign(RuleRow rule, PersonCard person, DateOnly today, CancellationToken ct)
    {
        // "Joined" is the day the hub finds the person in the audience: an old hand imported today is not overdue at once.
        var (due, problem) = DueDates.DueIn(CalendarSpan.Parse(rule.DueIn).Value, rule.StartsOn, joined: today, person.HiredOn);
        if (problem is null) problem = (await assign.Handle(new Assignment(person.Id, rule.ProgramId, "rule", rule.Id, due), ct)).Problem;
        if (problem is not null) throw new InvalidOperationException($"Rule {rule.Id} can't be applied to person {person.Id}: {problem}");
    }
}
