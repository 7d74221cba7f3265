using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Floor;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Learning;

[Requires(CoursesPermissions.Learn)]
internal sealed class CourseModel(Db db) : HubPage
{
    public sealed record CourseHead(long Id, long VersionId, string Slug, string TitleZh, string TitleEn, string SummaryZh, string SummaryEn);

    public sealed record LessonLine(string Slug, int Position, int Minutes, string TitleZh, string TitleEn, DateTimeOffset? OpenedAt, DateTimeOffset? CompletedAt);

    public sealed record QuizLink(long Id, string TitleZh, string TitleEn);

    public CourseHead Course { get; private set; } = null!;

    public IReadOnlyList<LessonLine> Lessons { get; private set; } = [];

    public IReadOnlyList<QuizLink> Quizzes { get; private set; } = [];

    public FloorLinks Floor { get; private set; } = null!;

    public int Read => Lessons.Count(l => l.CompletedAt is not null);

    public int MinutesLeft => Lessons.Where(l => l.CompletedAt is null).Sum(l => l.Minutes);

    /// <summary>Where to go on: the first lesson that is not read yet; where all are, the first.</summary>
    public LessonLine NextLesson => Lessons.FirstOrDefault(l => l.CompletedAt is null) ?? Lessons[0];

    public async Task<IActionResult> OnGetAsync(string slug, [FromQuery(Name = "continue")] bool goOn, CancellationToken ct)
    {
        var course = await db.Row<CourseHead>("select id, version_id, slug, title_zh, title_en, summary_zh, summary_en from v_course where slug = @slug", new { slug }, ct);
        if (course is null) return NotFound();
        Course = course;
        Lessons = await db.Rows<LessonLine>(
            """
            select l.slug, l.position, l.minutes, l.title_zh, l.title_en, p.opened_at, p.completed_at
            from v_course_lesson l left join v_course_progress p on p.course_id = l.course_id and p.lesson = l.slug and p.person_id = @Person
            where l.version_id = @VersionId order by l.position
            """,
            new { Person = Me.Id, course.VersionId }, ct);
        if (goOn) return LocalRedirect($"/learn/courses/{course.Slug}/{NextLesson.Slug}");
        Quizzes = await db.Rows<QuizLink>("select id, title_zh, title_en from v_quiz where course_id = @Id order by id", new { course.Id }, ct);
        Floor = await FloorLinks.Of(db, course.Slug, course.VersionId, ct);
        return Page();
    }
}
