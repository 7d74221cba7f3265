using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

internal sealed class PolicyDays(Db db, ISiteDays sites, IPersonDirectory people, TimeProvider clock) : IPolicyDays
{
    private sealed record ZonedPolicy(long Id, string TimeZone);

    private sealed record PeriodRow(long PersonId, string? TimeZone);

    public async Task<PolicyToday> Now(CancellationToken ct)
    {
        var (today, now) = (await sites.Today(ct), clock.GetUtcNow());
        var zoned = await db.Rows<ZonedPolicy>("select y.id, y.time_zone from certification_policy y where y.time_zone is not null order by y.id", null, ct);
        return new PolicyToday(today.Hub, today.Behind, today.Ahead,
            zoned.ToLookup(y => Math.Sign(TimeZoneInfo.FindSystemTimeZoneById(y.TimeZone).DayOf(now).DayNumber - today.Hub.DayNumber), y => y.Id));
    }

    public async Task<TimeZoneInfo> Zone(long periodId, CancellationToken ct)
    {
        var row = await db.Row<PeriodRow>("select v.person_id, v.time_zone from v_certification_period v where v.id = @periodId", new { periodId }, ct) ?? throw new InvalidOperationException($"There is no period {periodId}.");
        return PolicyZone.Of(row.TimeZone, (await people.Find(row.PersonId, ct) ?? throw new InvalidOperationException($"There is no person {row.PersonId}.")).Zone);
    }
}
