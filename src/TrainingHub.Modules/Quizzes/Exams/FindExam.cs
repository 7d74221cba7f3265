using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>What an invigilator looks at: a quiz, or a scheduled quiz.</summary>
/// <param name="Title">Of the schedule; null for the quiz itself.</param>
internal sealed record Exam(long QuizId, string Slug, string TitleZh, string TitleEn, ExamConditions Conditions, long? ScheduleId, string? Title, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)
{
    /// <summary>Its access code opens it for nobody beyond whom the viewer is responsible for.</summary>
    public bool MayDrawCode { get; init; }

    public string Url => ScheduleId is { } schedule ? $"/studio/exams/{Slug}/{schedule}" : $"/studio/exams/{Slug}";
}

/// <summary>Finds the exam of an invigilator's page; null where there is none, or a scheduled one is for people outside the invigilator's reach.</summary>
internal sealed class FindExam(Db db, Actor actor, Localizer t)
{
    private sealed record Row(long QuizId, string Slug, string TitleZh, string TitleEn, string Settings, long? ScheduleId, string? Title, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, bool MayDrawCode);

    /// <summary>A predicate over the schedule s: planned by @viewer, or @viewer sees everybody it is for.</summary>
    private static readonly string IsWhollyInReach =
        $"""
        ({Series.IsInReach} or (exists (select 1 from quizzes_schedule_person sp where sp.schedule_id = s.id)
          and not exists (select 1 from quizzes_schedule_person sp join v_people_person p on p.id = sp.person_id where sp.schedule_id = s.id and not {PeopleScope.Sees("p.site_id", "p.department_id")})))
        """;

    /// <summary>A predicate over the schedule s: planned by @viewer, for somebody @viewer sees with @permission, or @viewer sees everybody.</summary>
    public static readonly string IsInReach =
        $"({Series.IsInReach} or exists (select 1 from quizzes_schedule_person sp join v_people_person p on p.id = sp.person_id where sp.schedule_id = s.id and {PeopleScope.Sees("p.site_id", "p.department_id")}))";

    public async Task<Exam?> Handle(string slug, long? scheduleId, CancellationToken ct)
    {
        var row = await db.Row<Row>(
            $"""
            select q.id as quiz_id, q.slug, q.title_zh, q.title_en, q.settings, s.id as schedule_id, {Schedules.Series.TitleIn(t)} as title, s.opens_at, s.closes_at,
                   case when s.id is null and {PeopleScope.SeesEverybody} or s.id is not null and {IsWhollyInReach} then true else false end as may_draw_code
            from v_quiz q left join quizzes_schedule s on s.quiz_id = q.id and s.id = @scheduleId and {IsInReach}
            where q.slug = @slug
            """, new { slug, scheduleId, viewer = actor.Id, permission = QuizzesPermissions.Invigilate }, ct);
        if (row is null || row.ScheduleId != scheduleId) return null;
        return new Exam(row.QuizId, row.Slug, row.TitleZh, row.TitleEn, ExamConditions.Of(QuizSettings.From(row.Settings)), row.ScheduleId, row.Title, row.OpensAt, row.ClosesAt) { MayDrawCode = row.MayDrawCode };
    }
}
