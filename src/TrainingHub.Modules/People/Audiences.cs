using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People;

internal sealed class Audiences(Db db) : IAudiences
{
    public Task<List<long>> Members(Audience audience, DateOnly on, CancellationToken ct) =>
        db.Rows<long>($"select p.id from people_person p where {Predicate(audience)} order by p.id", Arguments(audience, on, null), ct);

    public async Task<bool> Includes(Audience audience, long personId, DateOnly on, CancellationToken ct) =>
        await db.Scalar<long>($"select count(*) from people_person p where p.id = @personId and {Predicate(audience)}", Arguments(audience, on, personId), ct) > 0;

    public async Task<IReadOnlyList<string>> UnknownCodes(Audience audience, CancellationToken ct)
    {
        var unknown = new List<string>();
        async Task Look(IReadOnlyList<string>? codes, string table)
        {
            foreach (var code in codes ?? [])
                if (await db.Scalar<long>($"select count(*) from {table} where code = @code", new { code }, ct) == 0) unknown.Add(code);
        }
        await Look(audience.Sites, "people_site");
        await Look(audience.Departments, "people_department");
        await Look(audience.Positions, "people_position");
        return unknown;
    }

    private string Predicate(Audience audience)
    {
        var parts = new List<string> { "p.hired_on <= @on and (p.left_on is null or p.left_on >= @on)" };
        if (audience.Sites is { Count: > 0 })
            parts.Add($"p.site_id in (select t.site_id from people_site_tree t join people_site s on s.id = t.ancestor_id where {db.Dialect.In("s.code", "sites")})");
        if (audience.Departments is { Count: > 0 })
            parts.Add($"p.department_id in (select t.department_id from people_department_tree t join people_department d on d.id = t.ancestor_id where {db.Dialect.In("d.code", "departments")})");
        if (audience.Positions is { Count: > 0 })
            parts.Add($"p.position_id in (select o.id from people_position o where {db.Dialect.In("o.code", "positions")})");
        if (audience.HiredWithin is not null) parts.Add("p.hired_on >= @hiredFrom");
        if (audience.EmployedFor is not null) parts.Add("p.hired_on <= @hiredUntil");
        return string.Join(" and ", parts);
    }

    private static object Arguments(Audience audience, DateOnly on, long? personId) => new
    {
        on,
        personId,
        sites = (audience.Sites ?? []).ToArray(),
        departments = (audience.Departments ?? []).ToArray(),
        positions = (audience.Positions ?? []).ToArray(),
        hiredFrom = on.AddDays(-(audience.HiredWithin ?? 0)),
        hiredUntil = on.AddDays(-(audience.EmployedFor ?? 0)),
    };
}
