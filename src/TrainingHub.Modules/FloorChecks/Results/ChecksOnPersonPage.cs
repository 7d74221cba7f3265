using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.FloorChecks.Results;

internal sealed record ChecksSection(IReadOnlyList<CheckHeader> Checks, TimeZoneInfo Zone);

/// <summary>On a person's page: how they were checked last.</summary>
internal sealed class ChecksOnPersonPage(Db db, ReadChecks checks, Actor me, HubSettings settings) : IPersonSection
{
    private const int Most = 10;

    public async Task<PersonSection?> Of(long personId, CancellationToken ct)
    {
        if (!me.Can(FloorChecksPermissions.View)) return null;
        if (await db.Scalar<long>($"select count(*) from v_people_person p where p.id = @personId and {PeopleScope.Sees("p.site_id", "p.department_id")}", new { personId, viewer = me.Id, permission = FloorChecksPermissions.View }, ct) == 0) return null;
        var found = await checks.Of(personId, Most, ct);
        return found.Count == 0 ? null : new PersonSection("/FloorChecks/Results/_OnPersonPage.cshtml", new ChecksSection(found, settings.TimeZone));
    }
}
