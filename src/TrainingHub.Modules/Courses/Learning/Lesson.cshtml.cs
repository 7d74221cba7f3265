using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Courses.Learning;

[Requires(CoursesPermissions.Learn)]
internal sealed class LessonModel(Db db, CompleteLesson completeLesson, ITrades trades) : HubPage
{
    public sealed record LessonText(long Id, long CourseId, long VersionId, string CourseZh, string CourseEn, int Position, int Minutes, string TitleZh, string TitleEn, string Html);

    public sealed record Neighbour(string Slug, int Position, int Minutes, string TitleZh, string TitleEn, int Reached, DateTimeOffset? CompletedAt);

    public sealed record ClauseTaught(string Code, string Trades, string TitleZh, string TitleEn);

    public string Slug { get; private set; } = "";

    public LessonText Lesson { get; private set; } = null!;

    public IReadOnlyList<Neighbour> Lessons { get; private set; } = [];

    /// <summary>Those of the reader's trades.</summary>
    public IReadOnlyList<ClauseTaught> Clauses { get; private set; } = [];

    /// <summary>Those of other trades only.</summary>
    public IReadOnlyList<ClauseTaught> Elsewhere { get; private set; } = [];

    public Neighbour Here => Lessons[Lesson.Position - 1];

    public Neighbour? Before => Lesson.Position > 1 ? Lessons[Lesson.Position - 2] : null;

    public Neighbour? After => Lesson.Position < Lessons.Count ? Lessons[Lesson.Position] : null;

    public int Read => Lessons.Count(l => l.CompletedAt is not null);

    public int MinutesLeft => Lessons.Where(l => l.CompletedAt is null).Sum(l => l.Minutes);

    public async Task<IActionResult> OnGetAsync(string slug, string lesson, CancellationToken ct)
    {
        if (!await Load(slug, lesson, ct)) return NotFound();
        return Page();
    }

    /// <summary>"I have read this": on to the next lesson, or back to the course after the last.</summary>
    public async Task<IActionResult> OnPostAsync(string slug, string lesson, CancellationToken ct)
    {
        var saved = await completeLesson.Handle(Me.Id, slug, lesson, 100, completed: true, ct);
        if (!await Load(slug, lesson, ct)) return NotFound();
        if (saved.Problem is { } problem) return Refuse(problem);
        if (After is { } after) return LocalRedirect($"/learn/courses/{slug}/{after.Slug}");
        return saved.Value!.CourseCompleted
            ? Done($"/learn/courses/{slug}", "You have read all lessons of {0}.", T.Pick(Lesson.CourseZh, Lesson.CourseEn))
            : LocalRedirect($"/learn/courses/{slug}");
    }

    /// <summary>How far the reader got, told by the page's script while reading.</summary>
    public async Task<IActionResult> OnPostPositionAsync(string slug, string lesson, int position, CancellationToken ct)
    {
        var saved = await completeLesson.Handle(Me.Id, slug, lesson, Math.Clamp(position, 0, 100), completed: false, ct);
        return saved.Problem is null ? new NoContentResult() : NotFound();
    }

    private async Task<bool> Load(string slug, string lesson, CancellationToken ct)
    {
        Slug = slug;
        var found = await db.Row<LessonText>(
            $"""
            select l.id, c.id as course_id, c.version_id, c.title_zh as course_zh, c.title_en as course_en, l.position, l.minutes, l.title_zh, l.title_en, {(T.IsChinese ? "l.html_zh" : "l.html_en")} as html
            from v_course c join courses_lesson l on l.version_id = c.version_id where c.slug = @slug and l.slug = @lesson
            """,
            new { slug, lesson }, ct);
        if (found is null) return false;
        Lessons = await db.Rows<Neighbour>(
            """
            select l.slug, l.position, l.minutes, l.title_zh, l.title_en, coalesce(p.position, 0) as reached, p.completed_at
            from v_course_lesson l left join v_course_progress p on p.course_id = l.course_id and p.lesson = l.slug and p.person_id = @Person
            where l.version_id = @VersionId order by l.position
            """,
            new { Person = Me.Id, found.VersionId }, ct);
        var clauses = await db.Rows<ClauseTaught>(
            """
            select k.code, k.trades, k.title_zh, k.title_en from courses_lesson_clause lc join courses_clause k on k.version_id = @VersionId and k.code = lc.clause
            where lc.lesson_id = @Id order by k.position
            """,
            new { found.Id, found.VersionId }, ct);
        // Most lessons are for everyone, and nobody needs to be looked up for them.
        var own = TradeBoxes.AreIn(found.Html) || clauses.Any(c => !TradeNames.AreEveryone(c.Trades)) ? await trades.Of(Me.Id, ct) : OwnTrades.Every;
        Lesson = found with { Html = TradeBoxes.Choose(found.Html, own) };
        (Clauses, Elsewhere) = ([.. clauses.Where(c => own.Fit(c.Trades))], [.. clauses.Where(c => !own.Fit(c.Trades))]);
        return true;
    }
}
