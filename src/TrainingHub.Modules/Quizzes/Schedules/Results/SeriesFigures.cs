using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Schedules.Results;

/// <param name="Asked">People in its audience whom the reader may see.</param>
/// <param name="Points">Sum over the people with a mark of their best share, in basis points.</param>
/// <param name="Marked">People with a mark.</param>
internal sealed record OccurrenceFigures(long Id, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, string State, int Asked, int Took, int Passed, long Points, int Marked)
{
    public int? TookPercent => Asked == 0 ? null : Took * 100 / Asked;

    public int? MeanPercent => Marked == 0 ? null : (int)(Points / Marked / 100);

    /// <summary>They have submitted, but a trainer has not marked all of it.</summary>
    public int Waiting => Took - Marked;
}

/// <summary>The figures of a series time by time, of the people one reader may see: the scope is part of the query.</summary>
internal sealed class SeriesFigures(Db db)
{
    public Task<List<OccurrenceFigures>> OfSeries(long seriesId, long readerId, string permission, CancellationToken ct) => Read("s.series_id = @id", seriesId, readerId, permission, ct);

    public async Task<OccurrenceFigures?> OfOne(long scheduleId, long readerId, string permission, CancellationToken ct) => (await Read("s.id = @id", scheduleId, readerId, permission, ct)).SingleOrDefault();

    private Task<List<OccurrenceFigures>> Read(string which, long id, long viewer, string permission, CancellationToken ct) => db.Rows<OccurrenceFigures>(
        $"""
        select s.id, s.opens_at, s.closes_at, s.state, count(*) as asked, count(b.person_id) as took, cast(coalesce(sum(b.passed), 0) as bigint) as passed,
               cast(coalesce(sum(b.points), 0) as bigint) as points, count(b.points) as marked
        from quizzes_schedule s
        join quizzes_schedule_person sp on sp.schedule_id = s.id
        join v_people_person p on p.id = sp.person_id
        left join (
            select a.schedule_id, a.person_id, max(case when a.passed = true then 1 else 0 end) as passed,
                   max(case when a.graded_at is null then null when a.max_mark = 0 then 0 else a.mark * 10000 / a.max_mark end) as points
            from quizzes_attempt a join quizzes_schedule s on s.id = a.schedule_id where {which} and a.state = 'finished' group by a.schedule_id, a.person_id) b
          on b.schedule_id = s.id and b.person_id = sp.person_id
        where {which} and s.state in ('open', 'closed', 'cancelled') and {PeopleScope.Sees("p.site_id", "p.department_id")}
        group by s.id, s.opens_at, s.closes_at, s.state order by s.opens_at, s.id
        """, new { id, viewer, permission }, ct);
}
