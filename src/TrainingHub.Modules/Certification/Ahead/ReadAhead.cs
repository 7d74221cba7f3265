using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Ahead;

/// <summary>A person in a programme, ready to be looked ahead for.</summary>
internal sealed record AheadPerson(long Id, string Name, string? EmployeeNumber, AheadStart Start);

/// <summary>Where people within the reader's reach stand in a programme.</summary>
internal sealed class ReadAhead(Db db, Actor actor)
{
    private sealed record Row(
        long Id, string Name, string? EmployeeNumber, long RequirementId, DateOnly? ChainAnchorOn, bool IsAssigned, bool IsExcused, DateOnly? ExcusedUntil, DateOnly? ValidFrom, DateOnly? ExpiresOn, DateOnly? WindowOpensOn, DateOnly? GraceEndsOn,
        DateOnly? AssignedOn, DateOnly? DueOn, bool IsRenewal, long? OpenPolicyId, string? Escalate)
    {
        /// <summary>The day on which the renewal is asked for because an excuse is over, where it has expired by then.</summary>
        public DateOnly? AskedAgainLate => ExcusedUntil?.AddDays(1) is { } day && day > ExpiresOn ? day : null;
    }

    /// <param name="person">One person; null: all of the site.</param>
    /// <param name="site">A code: the site and all below it. Null: all sites.</param>
    public async Task<IReadOnlyList<AheadPerson>> Handle(long programId, long? person, string? site, DateOnly today, int most, CancellationToken ct)
    {
        var scope = actor.PersonId is null ? "" : $"and {PeopleScope.Sees("p.site_id", "p.department_id")}";
        var rows = await db.Rows<Row>(
            $"""
            select p.id, p.name, p.employee_number, q.id as requirement_id, q.chain_anchor_on, exists (select 1 from certification_reason n where n.requirement_id = q.id and n.ended_at is null) as is_assigned,
                   x.id is not null as is_excused, x.until_on as excused_until, c.valid_from, c.expires_on, c.window_opens_on, c.grace_ends_on,
                   o.assigned_on, o.due_on, o.renews_id is not null as is_renewal, o.policy_id as open_policy_id, y.escalate
            from certification_requirement q join v_people_person p on p.id = q.person_id
            left join certification_period o on o.person_id = q.person_id and o.program_id = q.program_id and o.completed_on is null and o.ended_on is null
            left join certification_period c on c.person_id = q.person_id and c.program_id = q.program_id and c.completed_on is not null and c.ended_on is null
            left join certification_policy y on y.id = c.policy_id
            left join certification_excuse x on x.person_id = q.person_id and x.program_id = q.program_id and {Excuse.Holds}
            where q.program_id = @programId and (o.id is not null or c.id is not null) and (p.left_on is null or p.left_on >= @today) {scope}
            and (@person = 0 or p.id = @person)
            and (@site = '' or exists (select 1 from v_people_site_tree t join v_people_site a on a.id = t.ancestor_id where t.site_id = p.site_id and a.code = @site))
            order by p.name_sort, p.id limit @most
            """,
            new { programId, person = person ?? 0, site = site ?? "", today, day = today, most, viewer = actor.PersonId, permission = CertificationPermissions.View }, ct);
        var policies = new Dictionary<long, PeriodPolicy>();
        foreach (var id in rows.Select(r => r.OpenPolicyId).OfType<long>().Distinct()) policies[id] = await Policy(id, ct);
        var times = await AskedTime.Of(db, [.. rows.Where(r => r.AskedAgainLate is not null).Select(r => r.RequirementId)], ct);
        return [.. rows.Select(r => new AheadPerson(r.Id, r.Name, r.EmployeeNumber, new AheadStart(
            r.AssignedOn is { } assigned ? new OpenAhead(assigned, r.DueOn, policies[r.OpenPolicyId!.Value], r.IsRenewal) : null,
            r.ExpiresOn is { } expires ? new HeldAhead(r.ValidFrom!.Value, expires, r.WindowOpensOn!.Value, r.GraceEndsOn!.Value, CalendarSpan.Parse(r.Escalate!).Value) : null,
            r.ChainAnchorOn, r.IsAssigned && !(r.IsExcused && r.ExcusedUntil is null), r.ExcusedUntil?.AddDays(1), r.AskedAgainLate is { } late ? times[r.RequirementId].Again(late) : null)))];
    }

    private async Task<PeriodPolicy> Policy(long id, CancellationToken ct) =>
        (await db.Row<PolicyRow>($"select {PolicyRow.Columns} from certification_policy y where y.id = @id", new { id }, ct))!.ToPolicy();
}
