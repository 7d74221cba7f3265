using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>/studio/attempts/{id}: one submitted attempt with its answers, for those who may see the person.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class AttemptResultModel(Db db, HubSettings settings) : HubPage
{
    internal sealed record Head(long Id, long PersonId, string Name, string SiteName, string TitleZh, string TitleEn, int Number, string Language, DateTimeOffset StartedAt, DateTimeOffset SubmittedAt, long? Mark, long MaxMark, bool? Passed, string? Schedule);

    public Head Attempt { get; private set; } = null!;
    public AttemptReview Review { get; private set; } = null!;
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        var head = await db.Row<Head>(
            $"""
            select a.id, a.person_id, p.name, p.site_name, v.title_zh, v.title_en, a.number, a.language, a.started_at, a.submitted_at, a.mark, a.max_mark, a.passed, s.title as schedule
            from quizzes_attempt a join v_people_person p on p.id = a.person_id join quizzes_quiz_version v on v.id = a.quiz_version_id left join quizzes_schedule s on s.id = a.schedule_id
            where a.id = @id and a.state = 'finished' and a.is_practice = false and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { id, viewer = Me.Id, permission = QuizzesPermissions.Results }, ct);
        if (head is null) return NotFound();
        // One's own is shown as to any learner: here the key would come before its time.
        if (head.PersonId == Me.Id) return Redirect($"/learn/attempts/{id}");
        Attempt = head;
        Review = await AttemptReview.Load(db, id, ReviewAspects.All, "/studio/photos/", T, ct);
        return Page();
    }
}
