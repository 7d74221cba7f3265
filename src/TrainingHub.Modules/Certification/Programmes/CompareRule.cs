using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>Somebody whom a rule would newly catch, release or keep.</summary>
internal sealed record Concerned(long Id, string Name, string? EmployeeNumber, long SiteId, string SiteName);

internal sealed record SiteCount(string Name, int Caught, int Released, int Kept);

/// <param name="On">The day for which it was worked out: today, or the rule's first.</param>
/// <param name="Fresh">Of those newly caught, who is not assigned the programme for another reason.</param>
/// <param name="Elsewhere">How many more it concerns whom the reader does not see.</param>
internal sealed record RuleDifference(DateOnly On, IReadOnlyList<Concerned> Caught, IReadOnlyList<Concerned> Released, IReadOnlyList<Concerned> Kept, int Fresh, int Elsewhere)
{
    public const int MostNames = 50;

    public IEnumerable<SiteCount> BySite =>
        Caught.Select(p => (p.SiteName, p.SiteId)).Concat(Released.Select(p => (p.SiteName, p.SiteId))).Concat(Kept.Select(p => (p.SiteName, p.SiteId))).Distinct()
            .Select(s => new SiteCount(s.SiteName, Caught.Count(p => p.SiteId == s.SiteId), Released.Count(p => p.SiteId == s.SiteId), Kept.Count(p => p.SiteId == s.SiteId)))
            .OrderByDescending(s => s.Caught + s.Released + s.Kept).ThenBy(s => s.Name, StringComparer.Ordinal);
}

/// <summary>Whom a rule would newly catch, release and keep, before it is saved.</summary>
internal sealed class CompareRule(Db db, IAudiences audiences, Actor actor, HubSettings settings, TimeProvider clock)
{
    private const int Chunk = 100;

    /// <param name="ruleId">The rule that would change; null for a new one.</param>
    public async Task<RuleDifference> Handle(long programId, long? ruleId, RuleTerms terms, CancellationToken ct)
    {
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var on = terms.StartsOn > today ? terms.StartsOn : today;
        var wish = new RuleVersion(0, ruleId ?? 0, programId, 0, terms.Audience, terms.DueIn, terms.DueOn, terms.AtLeast, terms.StartsOn, terms.EndsOn, clock.GetUtcNow());
        var assigned = (await db.Rows<long>(
            "select q.person_id from certification_reason n join certification_requirement q on q.id = n.requirement_id where n.rule_id = @ruleId and n.ended_at is null", new { ruleId }, ct)).ToHashSet();
        var caught = (await audiences.Members(wish.Catches, on, ct)).Except(assigned).ToList();
        var keeps = assigned.Count == 0 ? [] : (await audiences.Members(wish.Keeps, on, ct)).ToHashSet();
        var others = (await db.Rows<long>("select t.person_id from v_certification_standing t where t.program_id = @programId and t.is_assigned", new { programId }, ct)).ToHashSet();
        var (newly, released, kept) = (await Seen(caught, ct), await Seen(assigned.Where(p => !keeps.Contains(p)), ct), await Seen(assigned.Where(keeps.Contains), ct));
        return new RuleDifference(on, newly, released, kept, caught.Count(p => !others.Contains(p)), caught.Count + assigned.Count - newly.Count - released.Count - kept.Count);
    }

    /// <summary>Those whom the reader sees: a rule may have been made by somebody who is responsible for more.</summary>
    private async Task<List<Concerned>> Seen(IEnumerable<long> all, CancellationToken ct)
    {
        var scope = actor.PersonId is null ? "" : $"and {PeopleScope.Sees("p.site_id", "p.department_id")}";
        var people = new List<(string Sort, Concerned Person)>();
        foreach (var ids in all.Chunk(Chunk))
            foreach (var row in await db.Rows<Row>($"select p.name_sort, p.id, p.name, p.employee_number, p.site_id, p.site_name from v_people_person p where {db.Dialect.In("p.id", "ids")} {scope}", new { ids, viewer = actor.PersonId, permission = CertificationPermissions.Edit }, ct))
                people.Add((row.NameSort, new Concerned(row.Id, row.Name, row.EmployeeNumber, row.SiteId, row.SiteName)));
        return [.. people.OrderBy(p => p.Sort, StringComparer.Ordinal).ThenBy(p => p.Person.Id).Select(p => p.Person)];
    }

    private sealed record Row(string NameSort, long Id, string Name, string? EmployeeNumber, long SiteId, string SiteName);
}
