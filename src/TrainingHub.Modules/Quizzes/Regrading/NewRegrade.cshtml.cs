using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Regrading;

/// <summary>A change with the person's name, for those the viewer may see.</summary>
internal sealed record NamedChange(ChangedAttempt Change, string Name, string SiteName, string? Certificate);

/// <summary>/studio/regrades/new?question=…: what is to happen with a question, and before anything does, whose marks would change.</summary>
[Requires(QuizzesPermissions.Regrade)]
internal sealed class NewRegradeModel(Db db, PlanRegrade plans, PreviewRegrade previews, RegradeQuestion regrade, ChangedPeople people, DrawSupply supply) : HubPage
{
    internal sealed record Head(long Id, long CourseId, string Slug, string CourseSlug, int Number, string Body);

    internal sealed record VersionChoice(long Id, int Number, bool IsVoided);

    public Head Question { get; private set; } = null!;
    public IReadOnlyList<VersionChoice> Versions { get; private set; } = [];
    public string? Kind { get; private set; }
    public long? Version { get; private set; }
    public string? Reason { get; private set; }
    public RegradePreview? Preview { get; private set; }
    public IReadOnlyList<NamedChange> People { get; private set; } = [];

    /// <summary>Quizzes that would have too few questions.</summary>
    public IReadOnlyList<string> Short { get; private set; } = [];
    public bool MayRegrade { get; private set; }

    /// <summary>Why it can't be done as chosen.</summary>
    public Problem? Refusal { get; private set; }

    public string Stem => T.Pick(QuestionBody.From(Question.Body).Stem);

    public async Task<IActionResult> OnGetAsync(long question, string? kind, long? version, CancellationToken ct) =>
        await Load(question, kind, version, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long question, string? kind, long? version, string? reason, CancellationToken ct)
    {
        var begun = await regrade.Handle(new NewRegrade(question, kind ?? "", version, reason), ct);
        if (begun.Problem is null) return Done($"/studio/regrades/{begun.Value}", "The attempts are being marked anew.");
        Reason = reason;
        return await Load(question, kind, version, ct) ? Refuse(begun.Problem) : NotFound();
    }

    private async Task<bool> Load(long id, string? kind, long? version, CancellationToken ct)
    {
        var question = await db.Row<Head>(
            """
            select q.id, q.course_id, q.slug, c.slug as course_slug, v.number, v.body from quizzes_question q join v_course c on c.id = q.course_id join quizzes_question_version v on v.id = q.current_version_id where q.id = @id
            """, new { id }, ct);
        if (question is null) return false;
        (Question, Kind, Version) = (question, kind, version);
        MayRegrade = await regrade.MayRegrade(ct);
        if (!MayRegrade) return true;
        Versions = await db.Rows<VersionChoice>(
            """
            select v.id, v.number, case when v.voided_at is null then false else true end as is_voided from quizzes_question_version v
            where v.question_id = @id and exists (select 1 from quizzes_slot s where s.question_version_id = v.id) order by v.number desc
            """, new { id }, ct);
        if (kind is null) return true;
        var plan = await plans.Of(id, kind, version, ct);
        if (plan.Value is null)
        {
            Refusal = plan.Problem;
            return true;
        }
        Version = plan.Value.KeyVersionId is null ? plan.Value.Versions[0] : null;
        Preview = await previews.Of(plan.Value, ct);
        if (plan.Value.Void == Attempts.WorkOutMarks.Removed && Preview.LeavesNothing)
            Refusal = Problem.Because("For somebody this was the only question that counts; without it nothing would be left to mark. Give full marks to all instead.");
        if (plan.Value.Void is not null) Short = await supply.Shortages(question.CourseId, plan.Value.Versions.ToHashSet(), ct);
        People = await people.Of(Preview.Shown, QuizzesPermissions.Regrade, ct);
        return true;
    }
}

/// <summary>Gives changes their names: of the people in the viewer's scope, with the certificate that rests on the attempt.</summary>
internal sealed class ChangedPeople(Db db, Actor actor)
{
    private sealed record Row(long AttemptId, string Name, string SiteName, string? Certificate);

    public async Task<IReadOnlyList<NamedChange>> Of(IReadOnlyList<ChangedAttempt> changes, string permission, CancellationToken ct)
    {
        var rows = (await db.Rows<Row>(
            $"""
            select a.id as attempt_id, p.name, p.site_name,
                   (select min(c.number) from v_certification_evidence e join v_certification_period d on d.id = e.period_id join v_certificate c on c.period_id = d.id
                    where d.person_id = a.person_id and e.reference = 'attempt:' || a.id and c.ended_at is null) as certificate
            from quizzes_attempt a join v_people_person p on p.id = a.person_id
            where {db.Dialect.In("a.id", "ids")} and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { ids = changes.Select(c => c.AttemptId).ToArray(), viewer = actor.Id, permission }, ct)).ToDictionary(r => r.AttemptId);
        return [.. changes.Where(c => rows.ContainsKey(c.AttemptId)).Select(c => new NamedChange(c, rows[c.AttemptId].Name, rows[c.AttemptId].SiteName, rows[c.AttemptId].Certificate))];
    }
}
