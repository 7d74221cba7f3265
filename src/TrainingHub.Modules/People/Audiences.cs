using Dapper;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People;

internal sealed class Audiences(Db db) : IAudiences
{
    private sealed record StandingRow(long SiteId, long? DepartmentId, string? Position, DateOnly HiredOn, DateOnly? LeftOn);

    private sealed record PlacedRow(long Id, long SiteId, long? DepartmentId, string? Position, DateOnly HiredOn, DateOnly? LeftOn);

    private sealed record TagRow(long PersonId, string Tag, DateOnly FromOn, DateOnly? ToOn);

    private const string Employed = "p.hired_on <= @on and (p.left_on is null or p.left_on >= @on)";

    public Task<List<long>> Members(Audience audience, DateOnly on, CancellationToken ct)
    {
        var args = new DynamicParameters(new { on });
        return db.Rows<long>($"select p.id from people_person p where {Employed}{Conditions(audience, on, "a", args)} order by p.id", args, ct);
    }

    public async Task<bool> Includes(Audience audience, long personId, DateOnly on, CancellationToken ct)
    {
        var args = new DynamicParameters(new { on, personId });
        return await db.Scalar<long>($"select count(*) from people_person p where p.id = @personId and {Employed}{Conditions(audience, on, "a", args)}", args, ct) > 0;
    }

    public async Task<PersonStanding?> Standing(long personId, CancellationToken ct)
    {
        var row = await db.Row<StandingRow>(
            "select p.site_id, p.department_id, o.code as position, p.hired_on, p.left_on from people_person p left join people_position o on o.id = p.position_id where p.id = @personId", new { personId }, ct);
        if (row is null) return null;
        var sites = await SitesAbove(row.SiteId, ct);
        var departments = row.DepartmentId is { } department ? await DepartmentsAbove(department, ct) : [];
        var tags = await db.Rows<HeldTag>("select g.tag, g.from_on, g.to_on from people_tag g where g.person_id = @personId order by g.id", new { personId }, ct);
        return new PersonStanding(row.SiteId, sites, departments, row.Position, row.HiredOn, row.LeftOn, tags);
    }

    public async Task<IReadOnlyDictionary<long, PersonStanding>> Standings(IReadOnlyCollection<long> people, CancellationToken ct)
    {
        var ids = GivenRows.Of(people);
        var placed = await db.Rows<PlacedRow>(
            $"select p.id, p.site_id, p.department_id, o.code as position, p.hired_on, p.left_on from people_person p left join people_position o on o.id = p.position_id where {db.Dialect.Among("p.id", "ids")}", new { ids }, ct);
        var tags = (await db.Rows<TagRow>($"select g.person_id, g.tag, g.from_on, g.to_on from people_tag g where {db.Dialect.Among("g.person_id", "ids")} order by g.id", new { ids }, ct)).ToLookup(g => g.PersonId, g => new HeldTag(g.Tag, g.FromOn, g.ToOn));
        var (sites, departments) = (new Dictionary<long, List<string>>(), new Dictionary<long, List<string>>());
        foreach (var site in placed.Select(p => p.SiteId).Distinct()) sites[site] = await SitesAbove(site, ct);
        foreach (var department in placed.Select(p => p.DepartmentId).OfType<long>().Distinct()) departments[department] = await DepartmentsAbove(department, ct);
        return placed.ToDictionary(p => p.Id, p => new PersonStanding(p.SiteId, sites[p.SiteId], p.DepartmentId is { } d ? departments[d] : [], p.Position, p.HiredOn, p.LeftOn, [.. tags[p.Id]]));
    }

    private Task<List<string>> SitesAbove(long siteId, CancellationToken ct) =>
        db.Rows<string>("select s.code from people_site_tree t join people_site s on s.id = t.ancestor_id where t.site_id = @siteId order by t.depth", new { siteId }, ct);

    private Task<List<string>> DepartmentsAbove(long departmentId, CancellationToken ct) =>
        db.Rows<string>("select d.code from people_department_tree t join people_department d on d.id = t.ancestor_id where t.department_id = @departmentId order by t.depth", new { departmentId }, ct);

    public async Task<IReadOnlyList<string>> UnknownCodes(Audience audience, CancellationToken ct)
    {
        var unknown = new List<string>();
        async Task Look(IReadOnlyList<string>? codes, string table)
        {
            foreach (var code in codes ?? [])
                if (await db.Scalar<long>($"select count(*) from {table} where code = @code", new { code }, ct) == 0) unknown.Add(code);
        }
        foreach (var part in (IEnumerable<Audience>)[audience, .. audience.Except ?? []])
        {
            await Look(part.Sites, "people_site");
            await Look(part.Departments, "people_department");
            await Look(part.Positions, "people_position");
        }
        return [.. unknown.Distinct(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<string>> TagsInUse(long viewer, string permission, DateOnly today, CancellationToken ct) => await db.Rows<string>(
        $"""
        select distinct g.tag from people_tag g join people_person p on p.id = g.person_id
        where g.from_on <= @today and (g.to_on is null or g.to_on >= @today) and {PeopleScope.Sees("p.site_id", "p.department_id")} order by g.tag limit 100
        """, new { today, viewer, permission }, ct);

    /// <param name="prefix">Of the parameters, so that each exception has its own. Its last character is no digit: the driver numbers the values of a list.</param>
    private string Conditions(Audience audience, DateOnly on, string prefix, DynamicParameters args)
    {
        var sql = new List<string>();
        string Add(string name, object value)
        {
            args.Add($"{prefix}_{name}", value);
            return $"{prefix}_{name}";
        }
        if (audience.Sites is { Count: > 0 } sites)
            sql.Add($"p.site_id in (select t.site_id from people_site_tree t join people_site s on s.id = t.ancestor_id where {db.Dialect.In("s.code", Add("sites", sites.ToArray()))})");
        if (audience.Departments is { Count: > 0 } departments)
            sql.Add($"p.department_id in (select t.department_id from people_department_tree t join people_department d on d.id = t.ancestor_id where {db.Dialect.In("d.code", Add("departments", departments.ToArray()))})");
        if (audience.Positions is { Count: > 0 } positions)
            sql.Add($"p.position_id in (select o.id from people_position o where {db.Dialect.In("o.code", Add("positions", positions.ToArray()))})");
        if (audience.Tags is { Count: > 0 } tags)
            sql.Add($"exists (select 1 from people_tag g where g.person_id = p.id and g.from_on <= @on and (g.to_on is null or g.to_on >= @on) and {db.Dialect.In("g.tag", Add("tags", tags.ToArray()))})");
        if (audience.HiredWithin is { } within) sql.Add($"p.hired_on >= @{Add("within", on.AddDays(-within))}");
        if (audience.EmployedFor is { } least) sql.Add($"p.hired_on <= @{Add("least", on.AddDays(-least))}");
        if (audience.HiredFrom is { } from) sql.Add($"p.hired_on >= @{Add("from", from)}");
        if (audience.HiredTo is { } to) sql.Add($"p.hired_on <= @{Add("to", to)}");
        // Who has no department or position is in none: without coalesce "not in" would leave them out of everything.
        var exceptions = (audience.Except ?? []).Select((e, i) => $"not coalesce((true{Conditions(e, on, $"{prefix}{i}x", args)}), false)");
        return string.Concat(sql.Concat(exceptions).Select(part => $" and {part}"));
    }
}
