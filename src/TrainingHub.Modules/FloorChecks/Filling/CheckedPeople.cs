using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.FloorChecks.Filling;

internal sealed record CheckedPerson(long Id, string Name, string? EmployeeNumber, string SiteName, string? PositionZh, string? PositionEn);

/// <summary>For whom the one who acts may fill in a list: people of the own scope who work here, and not oneself.</summary>
internal sealed class CheckedPeople(Db db, IPersonDirectory people, Actor actor)
{
    private static readonly string From = $"from v_people_person p where (p.left_on is null or p.left_on >= @today) and p.id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}";

    private const string Columns = "select p.id, p.name, p.employee_number, p.site_name, p.position_zh, p.position_en";

    /// <summary>Null also where the actor has nothing to do with the person.</summary>
    public async Task<CheckedPerson?> Find(long id, CancellationToken ct) =>
        await db.Row<CheckedPerson>($"{Columns} {From} and p.id = @id", new { id, viewer = actor.Id, permission = FloorChecksPermissions.Fill, today = await people.Today(id, ct) }, ct);

    public async Task<List<CheckedPerson>> Search(string? words, int most, CancellationToken ct) => await db.Rows<CheckedPerson>(
        $"""
        {Columns} {From} and (cast(@find as text) is null or lower(p.name) like @find or lower(coalesce(p.latin_name, '')) like @find or lower(coalesce(p.employee_number, '')) like @find)
        order by p.name_sort, p.id limit {most}
        """,
        new { find = string.IsNullOrWhiteSpace(words) ? null : $"%{words.Trim().ToLowerInvariant()}%", viewer = actor.Id, permission = FloorChecksPermissions.Fill, today = await people.Today(actor.Id, ct) }, ct);
}
