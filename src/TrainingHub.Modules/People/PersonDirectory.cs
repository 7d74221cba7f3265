using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People;

internal sealed class PersonDirectory(Db db, HubSettings settings, TimeProvider clock) : IPersonDirectory
{
    private sealed record Row(long Id, string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn, DateOnly? LeftOn, long SiteId, string? TimeZone);

    public async Task<PersonCard?> Find(long personId, CancellationToken ct)
    {
        // The zone is the nearest that a site above (or the person's own) names.
        var row = await db.Row<Row>(
            """
            select p.id, p.name, p.latin_name, p.email, p.employee_number, p.language, p.hired_on, p.left_on, p.site_id,
                   (select s.time_zone from people_site_tree t join people_site s on s.id = t.ancestor_id where t.site_id = p.site_id and s.time_zone is not null order by t.depth limit 1) as time_zone
            from people_person p where p.id = @personId
            """,
            new { personId }, ct);
        return row is null ? null : new PersonCard(row.Id, row.Name, row.LatinName, row.Email, row.EmployeeNumber, row.Language, row.HiredOn, row.LeftOn, row.SiteId,
            row.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : settings.TimeZone);
    }

    public async Task<DateOnly> Today(long personId, CancellationToken ct)
    {
        var zone = (await Find(personId, ct))?.Zone ?? settings.TimeZone;
        return zone.DayOf(clock.GetUtcNow());
    }
}
