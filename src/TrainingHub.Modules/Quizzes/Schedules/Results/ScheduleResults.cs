using System.Text.RegularExpressions;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Schedules.Results;

/// <summary>The contract: who is told, and what.</summary>
internal sealed partial class ScheduleResults(Db db, SeriesFigures figures) : IScheduleResults
{
    private const int MostHard = 3;

    private sealed record Head(string Title, string? TitleEn, long? SeriesId, DateTimeOffset OpensAt);

    private sealed record Hard(long VersionId, string Body, int Percent);

    public async Task<IReadOnlyList<long>> Readers(long scheduleId, CancellationToken ct) => await db.Rows<long>(
        """
        select distinct sc.viewer_id
        from quizzes_schedule_person sp join v_people_person p on p.id = sp.person_id
        join v_people_scope sc on sc.site_id = p.site_id and (sc.department_id is null or sc.department_id = p.department_id)
        where sp.schedule_id = @scheduleId and sc.permission = @Told order by sc.viewer_id
        """, new { scheduleId, QuizzesPermissions.Told }, ct);

    public async Task<ScheduleFigures?> Of(long scheduleId, long readerId, CancellationToken ct)
    {
        if (await figures.OfOne(scheduleId, readerId, QuizzesPermissions.Told, ct) is not { } sum) return null;
        var head = (await db.Row<Head>("select title, title_en, series_id, opens_at from quizzes_schedule where id = @scheduleId", new { scheduleId }, ct))!;
        return new ScheduleFigures(new LocalText(head.Title, head.TitleEn ?? head.Title), head.SeriesId, head.OpensAt, sum.Asked, sum.Took, sum.Passed, sum.MeanPercent, sum.Waiting, await Hardest(scheduleId, readerId, QuizzesPermissions.Told, ct));
    }

    public async Task<IReadOnlyList<HardQuestion>> Hardest(long scheduleId, long viewer, string permission, CancellationToken ct) => [.. (await db.Rows<Hard>(
        $"""
        select h.version_id, v.body, h.percent from (
            select s.question_version_id as version_id, cast(sum(coalesce(s.mark, 0)) * 100 / sum(v.max_mark) as bigint) as percent
            from quizzes_attempt a join quizzes_slot s on s.attempt_id = a.id join quizzes_question_version q on q.id = s.question_version_id
            join quizzes_question_version v on v.id = {MarkingVersion.Id} join v_people_person p on p.id = a.person_id
            where a.schedule_id = @scheduleId and a.state = 'finished' and a.graded_at is not null and q.voided_at is null and v.max_mark > 0 and {PeopleScope.Sees("p.site_id", "p.department_id")}
            group by s.question_version_id) h join quizzes_question_version v on v.id = h.version_id
        where h.percent < 100 order by h.percent, h.version_id limit {MostHard}
        """, new { scheduleId, viewer, permission }, ct)).Select(h => new HardQuestion(Stem(QuestionBody.From(h.Body).Stem), h.Percent))];

    /// <summary>A gap to be filled in reads as a gap.</summary>
    private static LocalText Stem(LocalText stem) => new(Gap().Replace(stem.Zh, "____"), Gap().Replace(stem.En, "____"));

    [GeneratedRegex(@"\[\[[^\]]*\]\]")]
    private static partial Regex Gap();
}
