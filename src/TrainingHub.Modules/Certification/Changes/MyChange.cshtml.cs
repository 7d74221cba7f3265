using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Changes;

/// <summary>/learn/changes/{deltaId}: the lesson of what has changed, for those who were asked to learn it and nobody else.</summary>
[Requires(CertificationPermissions.Own)]
internal sealed class MyChangeModel(Db db, ReadDelta readDelta, HubSettings settings) : HubPage
{
    /// <param name="Quiz">As in <see cref="DeltaPeople.Quiz"/>.</param>
    internal sealed record Head(long Id, long VersionId, string Clauses, DateOnly DueOn, DateTimeOffset? ReadAt, long? ScheduleId, long? QuizId, string Quiz, string Slug, string TitleZh, string TitleEn);

    internal sealed record Teaching(string Clause, string Slug, string TitleZh, string TitleEn);

    public Head Change { get; private set; } = null!;
    public IReadOnlyList<ChangedClause> Clauses { get; private set; } = [];

    /// <summary>By clause, as learners see the course now.</summary>
    public ILookup<string, Teaching> Lessons { get; private set; } = null!;
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(long deltaId, CancellationToken ct) => await Load(deltaId, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long deltaId, CancellationToken ct) =>
        await readDelta.Handle(deltaId, ct) is null ? Done($"/learn/changes/{deltaId}", "Noted: you have read it.") : NotFound();

    private async Task<bool> Load(long deltaId, CancellationToken ct)
    {
        var change = await db.Row<Head>(
            $"""
            select t.id, t.version_id, t.clauses, t.due_on, m.read_at, t.schedule_id, s.quiz_id, {DeltaPeople.Quiz} as quiz, c.slug, c.title_zh, c.title_en
            from {DeltaPeople.From} join v_course c on c.id = t.course_id where t.id = @deltaId and m.person_id = @Id
            """, new { deltaId, Me.Id }, ct);
        if (change is null) return false;
        Change = change;
        Clauses = await ChangedClause.Of(db, change.VersionId, change.Clauses.Split(' '), ct);
        Lessons = (await db.Rows<Teaching>(
            """
            select k.clause, l.slug, l.title_zh, l.title_en from v_course c join v_course_lesson l on l.version_id = c.version_id join v_course_lesson_clause k on k.lesson_id = l.id
            where c.slug = @Slug order by l.position
            """, change, ct)).ToLookup(l => l.Clause, StringComparer.Ordinal);
        return true;
    }
}
