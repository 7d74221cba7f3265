using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Regrading;

/// <summary>/studio/regrades/{id}: how far a regrade has come and what it changed for the people one may see. Human resources find here who no longer passes.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class RegradePageModel(Db db, ChangedPeople people, DrawSupply supply, HubSettings settings) : HubPage
{
    private const string Changes = "(d.mark_before <> d.mark_after or d.max_before <> d.max_after or d.passed_before <> d.passed_after)";

    /// <summary>The attempts of the regrade @id whose owners @viewer sees.</summary>
    private static readonly string Seen =
        $"quizzes_regraded d join quizzes_attempt a on a.id = d.attempt_id join v_people_person o on o.id = a.person_id where d.regrade_id = @id and {PeopleScope.Sees("o.site_id", "o.department_id")}";

    internal sealed record Head(long Id, string Kind, long CourseId, string Body, string Reason, string? ByName, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, long Attempts, long Changed, long NewlyPassed, long NewlyFailed);

    public Head Regrade { get; private set; } = null!;
    public IReadOnlyList<NamedChange> People { get; private set; } = [];

    /// <summary>Quizzes of its course that have too few questions now.</summary>
    public IReadOnlyList<string> Short { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;
    public string Stem => T.Pick(QuestionBody.From(Regrade.Body).Stem);

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        var scope = new { id, viewer = Me.Id, permission = QuizzesPermissions.Results, Most = PreviewRegrade.MostShown };
        var regrade = await db.Row<Head>(
            $"""
            select r.id, r.kind, q.course_id, v.body, r.reason, p.name as by_name, r.created_at, r.finished_at, c.attempts, c.changed, c.newly_passed, c.newly_failed
            from quizzes_regrade r join quizzes_question q on q.id = r.question_id join quizzes_question_version v on v.id = q.current_version_id left join v_people_person p on p.id = r.created_by
            cross join (
                select count(*) as attempts, count(*) filter (where {Changes}) as changed,
                       count(*) filter (where d.passed_after and not d.passed_before) as newly_passed, count(*) filter (where d.passed_before and not d.passed_after) as newly_failed
                from {Seen}) c
            where r.id = @id
            """, scope, ct);
        if (regrade is null) return NotFound();
        Regrade = regrade;
        if (regrade.Kind != RegradePlan.ByKey) Short = await supply.Shortages(regrade.CourseId, [], ct);
        var changes = await db.Rows<ChangedAttempt>(
            $"""
            select d.attempt_id, d.mark_before, d.max_before, d.passed_before, d.mark_after, d.max_after, d.passed_after from {Seen} and {Changes}
            order by case when d.passed_before and not d.passed_after then 0 when d.passed_after and not d.passed_before then 1 else 2 end, d.attempt_id limit @Most
            """, scope, ct);
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
