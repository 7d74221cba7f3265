using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Brings what the rules ask of one person in line with where the person stood at an instant. First what is new, then what has ended: moving
/// from one rule of a programme to another leaves the requirement as it is. Harmless when repeated.
/// </summary>
internal sealed class EvaluatePerson(Db db, AssignProgramme assign, DropReason drop)
{
    private sealed record ReasonRow(long Id, long? RuleId);

    /// <param name="rules">Of each rule what it said then.</param>
    public async Task Handle(long personId, PersonStanding standing, IReadOnlyList<RuleVersion> rules, AsOf when, CancellationToken ct)
    {
        var hasLeft = standing.LeftOn < when.Day;
        var reasons = await db.Rows<ReasonRow>(
            "select n.id, n.rule_id from certification_reason n join certification_requirement q on q.id = n.requirement_id where q.person_id = @personId and n.ended_at is null order by n.id",
            new { personId }, ct);
        foreach (var rule in rules)
            if (rule.HoldsOn(when.Day) && reasons.TrueForAll(n => n.RuleId != rule.RuleId) && standing.IsIn(rule.Catches, when.Day)) await Assign(personId, standing, rule, when, ct);
        foreach (var reason in reasons)
        {
            var rule = rules.FirstOrDefault(r => r.RuleId == reason.RuleId);
            if (hasLeft) await drop.Handle(reason.Id, when, standing.LeftOn!.Value.AddDays(1), null, ct);
            else if (rule is not null && !rule.HoldsOn(when.Day)) await drop.Handle(reason.Id, when, rule.EndsOn, null, ct);
            else if (rule is not null && !standing.IsIn(rule.Keeps, when.Day)) await drop.Handle(reason.Id, when, null, null, ct);
        }
    }

    private async Task Assign(long personId, PersonStanding standing, RuleVersion rule, AsOf when, CancellationToken ct)
    {
        // "Joined" is the day on which the hub knew of it: an old hand imported today is not overdue at once.
        var (due, problem) = rule.DueOf(when.Day, standing.HiredOn, rule.DueOn is null ? default : await Active(rule.ProgramId, when, ct));
        if (problem is not null) throw new InvalidOperationException($"Rule {rule.RuleId} can't be applied to person {personId}: {problem}");
        await assign.Handle(new Assignment(personId, rule.ProgramId, "rule", rule.RuleId, due, rule.Id), when, ct);
    }

    /// <summary>By the policy of that instant.</summary>
    private async Task<CalendarSpan> Active(long programId, AsOf when, CancellationToken ct) => (await ProgramTerms.Of(db, programId, ct)).ActiveAt(programId, when.At);
}
