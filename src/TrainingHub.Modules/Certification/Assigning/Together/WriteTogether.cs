using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Assigning.Together;

/// <summary>Somebody whose rules were worked out.</summary>
/// <param name="Visits">Those that are done by it.</param>
internal sealed record DonePerson(long Id, Replay Replay, IReadOnlyList<long> Visits, IReadOnlyCollection<PlannedPeriod> Periods);

/// <summary>Writes what was worked out for many: one statement a table, and one event for all their periods.</summary>
internal sealed class WriteTogether(Db db, Events events)
{
    private sealed record Row(long Id, long PersonId, long ProgramId);

    /// <returns>Those of whom somebody else has asked the same at this very moment: nothing is written of them but what harms nobody.</returns>
    public async Task<IReadOnlyCollection<long>> Handle(IReadOnlyList<DonePerson> people, ProgramTerms terms, DateTimeOffset now, CancellationToken ct)
    {
        var requirements = await Requirements(people, now, ct);
        var overtaken = people.Where(p => p.Periods.Any(d => !requirements.ContainsKey((p.Id, d.ProgramId)))).Select(p => p.Id).ToHashSet();
        List<DonePerson> done = [.. people.Where(p => !overtaken.Contains(p.Id))];
        (long Requirement, PlannedPeriod Period, long Person)[] asked = [.. done.SelectMany(p => p.Periods.Select(d => (requirements[(p.Id, d.ProgramId)], d, p.Id)))];
        if (asked.Length > 0)
        {
            await Reasons(asked, now, ct);
            var periods = await Periods(asked, terms, now, ct);
            await Due(asked, periods, ct);
            await events.Tell(new PeriodsAssigned(periods.Values.Min(), periods.Values.Max(), periods.Count), ct);
        }
        await Keep(done, now, ct);
        return overtaken;
    }

    private async Task<Dictionary<(long Person, long Program), long>> Requirements(IReadOnlyList<DonePerson> people, DateTimeOffset now, CancellationToken ct)
    {
        var rows = new GivenRows();
        foreach (var person in people)
            foreach (var period in person.Periods) rows.Row().Add(person.Id).Add(period.ProgramId);
        if (rows.Count == 0) return [];
        return (await db.Rows<Row>(
            $"""
            insert into certification_requirement(person_id, program_id, created_at)
            select x.person_id, x.program_id, @now from {db.Dialect.Given("rows", "person_id {long}", "program_id {long}")} x where true
            on conflict (person_id, program_id) do nothing returning id, person_id, program_id
            """, new { rows = rows.ToString(), now }, ct)).ToDictionary(r => (r.PersonId, r.ProgramId), r => r.Id);
    }

    private async Task Reasons((long Requirement, PlannedPeriod Period, long Person)[] asked, DateTimeOffset now, CancellationToken ct)
    {
        var rows = new GivenRows();
        foreach (var (requirement, period, _) in asked)
            foreach (var reason in period.Reasons) rows.Row().Add(requirement).Add(reason.Rule.RuleId).Add(reason.DueOn).Add(reason.Rule.Id).Add(reason.FromOn);
        await db.Execute(
            $"""
            insert into certification_reason(requirement_id, kind, rule_id, due_on, assigned_at, rule_version_id, from_on)
            select x.requirement_id, 'rule', x.rule_id, x.due_on, @now, x.version_id, x.from_on
            from {db.Dialect.Given("rows", "requirement_id {long}", "rule_id {long}", "due_on {date}", "version_id {long}", "from_on {date}")} x
            """, new { rows = rows.ToString(), now }, ct);
    }

    private sealed record PeriodRow(long Id, long RequirementId);

    private async Task<Dictionary<long, long>> Periods((long Requirement, PlannedPeriod Period, long Person)[] asked, ProgramTerms terms, DateTimeOffset now, CancellationToken ct)
    {
        var rows = new GivenRows();
        foreach (var (requirement, period, person) in asked)
            rows.Row().Add(requirement).Add(person).Add(period.ProgramId).Add(terms.VersionAt(period.ProgramId, period.When.At)).Add(terms.PolicyAt(period.ProgramId, period.When.At))
                .Add(period.AssignedOn).Add(period.DueOn).Add(period.When.At);
        return (await db.Rows<PeriodRow>(
            $"""
            insert into certification_period(requirement_id, person_id, program_id, number, program_version_id, policy_id, assigned_on, due_on, recorded_at, counts_from)
            select x.requirement_id, x.person_id, x.program_id, 1, x.version_id, x.policy_id, x.assigned_on, x.due_on, @now, x.counts_from
            from {db.Dialect.Given("rows", "requirement_id {long}", "person_id {long}", "program_id {long}", "version_id {long}", "policy_id {long}", "assigned_on {date}", "due_on {date}", "counts_from {utc}")} x
            returning id, requirement_id
            """, new { rows = rows.ToString(), now }, ct)).ToDictionary(r => r.RequirementId, r => r.Id);
    }

    private async Task Due((long Requirement, PlannedPeriod Period, long Person)[] asked, Dictionary<long, long> periods, CancellationToken ct)
    {
        var rows = new GivenRows();
        foreach (var (requirement, period, _) in asked)
            foreach (var (step, on) in PeriodSteps.OfOpen(period.ReckonedOn, period.DueOn, renewedExpiry: null).Take(1)) rows.Row().Add(periods[requirement]).Add(step).Add(on);
        if (rows.Count == 0) return;
        await db.Execute($"insert into certification_due(period_id, step, due_on) select x.period_id, x.step, x.due_on from {db.Dialect.Given("rows", "period_id {long}", "step text", "due_on {date}")} x", new { rows = rows.ToString() }, ct);
    }

    /// <summary>Remembers how far each came, and when to look again; the same as <see cref="CatchUp"/> does for one.</summary>
    private async Task Keep(List<DonePerson> done, DateTimeOffset now, CancellationToken ct)
    {
        var (rows, next) = (new GivenRows(), new GivenRows());
        foreach (var person in done)
        {
            rows.Row().Add(person.Id).Add(person.Replay.Reached.At).Add(StandingText.Write(person.Replay.Reached.Standing));
            if (person.Replay.NextByTime() is { } at) next.Row().Add(person.Id).Add(at);
        }
        await db.Execute(
            $"""
            insert into certification_person(person_id, evaluated_to, standing) select x.person_id, x.at, x.standing from {db.Dialect.Given("rows", "person_id {long}", "at {utc}", "standing text")} x where true
            on conflict (person_id) do update set evaluated_to = excluded.evaluated_to, standing = excluded.standing
            """, new { rows = rows.ToString() }, ct);
        await db.Execute($"delete from certification_visit where {db.Dialect.Among("id", "visits")}", new { visits = GivenRows.Of(done.SelectMany(p => p.Visits)) }, ct);
        await db.Execute($"delete from certification_visit where {db.Dialect.Among("person_id", "people")} and standing is null and at > @now", new { people = GivenRows.Of(done.Select(p => p.Id)), now }, ct);
        if (next.Count > 0) await db.Execute($"insert into certification_visit(person_id, at) select x.person_id, x.at from {db.Dialect.Given("next", "person_id {long}", "at {utc}")} x", new { next = next.ToString() }, ct);
    }
}
