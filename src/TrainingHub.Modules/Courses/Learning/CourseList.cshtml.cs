using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Learning;

[Requires(CoursesPermissions.Learn)]
internal sealed class CourseListModel(Db db, ITrades trades, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record CourseCard(string Slug, string Trades, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn, int Lessons, int Read, int MinutesLeft, bool Started)
    {
        public int Percent => Lessons == 0 ? 0 : 100 * Read / Lessons;
    }

    public sealed record OpenQuiz(long QuizId, string TitleZh, string TitleEn, DateTimeOffset ClosesAt, string? LeadUrl);

    public IReadOnlyList<CourseCard> Courses { get; private set; } = [];

    /// <summary>For other trades than the reader's, neither begun nor asked for by a programme.</summary>
    public IReadOnlyList<CourseCard> Elsewhere { get; private set; } = [];

    /// <summary>Scheduled for the reader, and not done yet.</summary>
    public IReadOnlyList<OpenQuiz> Quizzes { get; private set; } = [];

    public bool HasGlossary { get; private set; }

    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Quizzes = await db.Rows<OpenQuiz>("select quiz_id, title_zh, title_en, closes_at, lead_url from v_quiz_schedule_to_do where person_id = @Id and closes_at > @Now order by closes_at", new { Me.Id, Now = clock.GetUtcNow() }, ct);
        var courses = await db.Rows<CourseCard>(
            """
            select c.slug, c.trades, c.title_zh, c.title_en, c.summary_zh, c.summary_en,
                   count(l.id) as lessons, count(p.completed_at) as read,
                   coalesce(sum(case when p.completed_at is null then l.minutes else 0 end), 0) as minutes_left,
                   (count(p.opened_at) > 0) as started
            from v_course c
            join v_course_lesson l on l.version_id = c.version_id
            left join v_course_progress p on p.course_id = c.id and p.lesson = l.slug and p.person_id = @Id
            group by c.id, c.slug, c.trades, c.title_zh, c.title_en, c.summary_zh, c.summary_en
            order by c.slug
            """,
            new { Me.Id }, ct);
        var own = await trades.Of(Me.Id, ct);
        var asked = courses.Any(c => !own.Fit(c.Trades)) ? await Asked(ct) : [];
        bool IsOwn(CourseCard course) => own.Fit(course.Trades) || course.Started || asked.Any(tree => tree.Contains($"\"{course.Slug}\"", StringComparison.Ordinal));
        (Courses, Elsewhere) = ([.. courses.Where(IsOwn)], [.. courses.Where(c => !IsOwn(c))]);
        HasGlossary = await db.Scalar<long>("select count(*) from v_course c join courses_term t on t.version_id = c.version_id", null, ct) > 0;
    }

    /// <summary>What the reader's programmes ask for: trees that name courses and quizzes by their slug.</summary>
    private Task<List<string>> Asked(CancellationToken ct) => db.Rows<string>(
        "select p.requirement from v_certification_requirement q join v_certification_program p on p.id = q.program_id where q.person_id = @Id and q.is_assigned = true", new { Me.Id }, ct);
}
