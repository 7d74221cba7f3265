using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>Each chain is counted as it stands, and the sums are the sums of that.</summary>
internal sealed class ForecastIsCountedRight(Db db) : IInvariant
{
    private const int Chunk = 500;

    private sealed record Row(long Id, long SiteId, DateOnly? LeftOn, DateOnly? ExpiresOn, long? CountedSiteId, DateOnly? CountedWeekOn);

    public string Name => "The forecast's sums are what counting anew gives";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var broken = await db.Rows<string>(
            $"""
            select 'site ' || x.site_id || ', programme ' || x.program_id || ', week ' || cast(x.week_on as text) || ': the sum is off by ' || sum(x.people) from (
                select f.site_id, f.program_id, f.week_on, f.people from certification_forecast f
                union all select q.counted_site_id, q.program_id, q.counted_week_on, -1 from certification_requirement q where q.counted_week_on is not null) x
            group by x.site_id, x.program_id, x.week_on having sum(x.people) <> 0 order by x.site_id, x.program_id, x.week_on limit {InvariantFinding.Most}
            """, null, ct);
        var (last, count) = (0L, 0L);
        while (broken.Count < InvariantFinding.Most)
        {
            var rows = await db.Rows<Row>(
                """
                select q.id, p.site_id, p.left_on, d.expires_on, q.counted_site_id, q.counted_week_on from certification_requirement q join v_people_person p on p.id = q.person_id
                left join certification_period d on d.requirement_id = q.id and d.completed_on is not null and d.ended_on is null
                where q.id > @last order by q.id limit @Chunk
                """, new { last, Chunk }, ct);
            if (rows.Count == 0) break;
            foreach (var row in rows)
            {
                (long?, DateOnly?) right = row.ExpiresOn is { } expires ? (row.SiteId, HeldWeek.Of(expires, row.LeftOn)) : (null, null);
                if (right != (row.CountedSiteId, row.CountedWeekOn)) broken.Add($"requirement {row.Id} is counted at site {row.CountedSiteId} for {row.CountedWeekOn:O}, not at {right.Item1} for {right.Item2:O}");
            }
            (last, count) = (rows[^1].Id, count + rows.Count);
        }
        return new InvariantFinding(count, [.. broken.Take(InvariantFinding.Most)]);
    }
}
