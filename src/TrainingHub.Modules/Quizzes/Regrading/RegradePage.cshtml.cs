using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Regrading;

/// <summary>/studio/regrades/{id}: how far a regrade has come and what it changed. Human resources find here who no longer passes.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class RegradePageModel(Db db, ChangedPeople people, HubSettings settings) : HubPage
{
    internal sealed record Head(long Id, string Kind, string Body, string Reason, string? ByName, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, long Attempts, long Changed, long NewlyPassed, long NewlyFailed);

    public Head Regrade { get; private set; } = null!;
    public IReadOnlyList<NamedChange> People { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;
    public string Stem => T.Pick(QuestionBody.From(Regrade.Body).Stem);

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        var regrade = await db.Row<Head>(
            """
            select r.id, r.kind, v.body, r.reason, p.name as by_name, r.created_at, r.finished_at, c.attempts, c.changed, c.newly_passed, c.newly_failed
            from quizzes_regrade r join quizzes_question q on q.id = r.question_id join quizzes_question_version v on v.id = q.current_version_id left join v_people_person p on p.id = r.created_by
            cross join (
                select count(*) as attempts, count(*) filter (where mark_before <> mark_after or max_before <> max_after or passed_before <> passed_after) as changed,
                       count(*) filter (where passed_after and not passed_before) as newly_passed, count(*) filter (where passed_before and not passed_after) as newly_failed
                from quizzes_regraded where regrade_id = @id) c
            where r.id = @id
            """, new { id }, ct);
        if (regrade is null) return NotFound();
        Regrade = regrade;
        var changes = await db.Rows<ChangedAttempt>(
            """
            select attempt_id, mark_before, max_before, passed_before, mark_after, max_after, passed_after from quizzes_regraded
            where regrade_id = @id and (mark_before <> mark_after or max_before <> max_after or passed_before <> passed_after)
            order by case when passed_before and not passed_after then 0 when passed_after and not passed_before then 1 else 2 end, attempt_id limit @Most
            """, new { id, Most = PreviewRegrade.MostShown }, ct);
        People = await people.Of(changes, QuizzesPermissions.Results, ct);
        return Page();
    }
}

/// <summary>The kinds of regrade in words.</summary>
internal static class RegradeWords
{
    public static string Of(string kind, Platform.Text.Localizer t) => kind switch
    {
        RegradePlan.ByKey => t["By the corrected key"],
        RegradePlan.VoidRemoved => t["Void: take it out"],
        _ => t["Void: full marks for all"],
    };
}
