using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>/studio/exams: the scheduled quizzes and the quizzes with exam conditions that can be watched now, with how many are in of those one may see.</summary>
[Requires(QuizzesPermissions.Invigilate)]
internal sealed class ExamListModel(Db db, HubSettings settings, TimeProvider clock) : HubPage
{
    private sealed record Row(long Id, string Slug, string TitleZh, string TitleEn, string Settings, long? ScheduleId, string? Title, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int Open);

    internal sealed record Line(Exam Exam, int Open);

    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var sees = PeopleScope.Sees("p.site_id", "p.department_id");
        var rows = await db.Rows<Row>(
            $"""
            select q.id, q.slug, q.title_zh, q.title_en, q.settings, s.id as schedule_id, {Schedules.Series.TitleIn(T)} as title, s.opens_at, s.closes_at,
                   (select count(*) from quizzes_attempt a join v_people_person p on p.id = a.person_id where a.schedule_id = s.id and a.state in ('in-progress', 'overdue') and {sees}) as open
            from quizzes_schedule s join v_quiz q on q.id = s.quiz_id
            where s.state in ('planned', 'open', 'closed') and s.opens_at < @soon and s.closes_at > @before and {FindExam.IsInReach}
            union all
            select q.id, q.slug, q.title_zh, q.title_en, q.settings, null, null, null, null,
                   (select count(*) from quizzes_attempt a join v_people_person p on p.id = a.person_id where a.quiz_id = q.id and a.schedule_id is null and a.state in ('in-progress', 'overdue') and {sees})
            from v_quiz q
            """, new { soon = now.AddDays(7), before = now.AddDays(-1), viewer = Me.Id, permission = QuizzesPermissions.Invigilate }, ct);
        Lines = [.. rows.Select(r => new Line(new Exam(r.Id, r.Slug, r.TitleZh, r.TitleEn, ExamConditions.Of(QuizSettings.From(r.Settings)), r.ScheduleId, r.Title, r.OpensAt, r.ClosesAt), r.Open)).Where(l => l.Exam.Conditions.IsAny)
            .OrderBy(l => l.Exam.OpensAt ?? DateTimeOffset.MaxValue).ThenBy(l => l.Exam.Slug)];
    }
}
