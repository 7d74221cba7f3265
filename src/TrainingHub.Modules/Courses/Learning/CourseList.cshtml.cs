using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Learning;

[Requires(CoursesPermissions.Learn)]
internal sealed class CourseListModel(Db db, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record CourseCard(string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, int Lessons, int Read, int MinutesLeft, bool Started)
    {
        public int Percent => Lessons == 0 ? 0 : 100 * Read / Lessons;
    }

    public sealed record OpenQuiz(long QuizId, string Title, DateTimeOffset ClosesAt);

    public IReadOnlyList<CourseCard> Courses { get; private set; } = [];

    /// <summary>Scheduled for the reader, and not done yet.</summary>
    public IReadOnlyList<OpenQuiz> Quizzes { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Quizzes = await db.Rows<OpenQuiz>("select quiz_id, title, closes_at from v_quiz_schedule_to_do where person_id = @Id and closes_at > @Now order by closes_at", new { Me.Id, Now = clock.GetUtcNow() }, ct);
        Courses = await db.Rows<CourseCard>(
            """
            select c.slug, c.title_zh, c.title_en, c.summary_zh, c.summary_en,
                   count(l.id) as lessons, count(p.completed_at) as read,
                   coalesce(sum(case when p.completed_at is null then l.minutes else 0 end), 0) as minutes_left,
                   (count(p.opened_at) > 0) as started
            from v_course c
            join v_course_lesson l on l.version_id = c.version_id
            left join v_course_progress p on p.course_id = c.id and p.lesson = l.slug and p.person_id = @Id
            group by c.id, c.slug, c.title_zh, c.title_en, c.summary_zh, c.summary_en
            order by c.slug
            """,
            new { Me.Id }, ct);
    }
}
