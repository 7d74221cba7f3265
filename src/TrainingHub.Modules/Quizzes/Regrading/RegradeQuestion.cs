using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Regrading;

internal sealed record NewRegrade(long QuestionId, string Kind, long? VersionId, string? Reason);

/// <summary>
/// Begins a regrade: a void question is void from now on, and the attempts are marked anew by <see cref="RegradeAttempts"/>. It takes nothing away from
/// anybody that was issued: who newly fails keeps the certificate until somebody who answers for certificates decides.
/// It changes marks everywhere, so only who is responsible for all sites may do it.
/// </summary>
internal sealed class RegradeQuestion(Db db, PlanRegrade plans, DrawSupply supply, Work work, Audit audit, Actor actor, TimeProvider clock)
{
    public static readonly Problem OutOfReach = Problem.Because("This changes marks at every site, so only somebody responsible for all sites can do it. Ask one of them.");

    public const int MostCharacters = 2000;

    public async Task<Outcome<long>> Handle(NewRegrade wanted, CancellationToken ct)
    {
        var reason = wanted.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > MostCharacters) return Problem.Because("Write why the marks change, in at most {0} characters.", MostCharacters);
        if (!await MayRegrade(ct)) return OutOfReach;
        await using var tx = await db.Begin(ct);
        // With the quizzes that draw it: of two who void the last two questions of a quiz, the second sees what the first left.
        if ((await supply.Lock(wanted.QuestionId, ct)).Problem is { } obstacle) return obstacle;
        if (await db.Scalar<long>("select count(*) from quizzes_regrade where question_id = @QuestionId and finished_at is null", new { wanted.QuestionId }, ct) > 0)
            return Problem.Conflict("This question is being marked anew already. Wait until that is finished.");
        var outcome = await plans.Of(wanted.QuestionId, wanted.Kind, wanted.VersionId, ct);
        if (outcome.Value is not { } plan) return outcome.Problem!;
        if (plan.Kind == RegradePlan.VoidRemoved && await LeavesNothing(plan, ct))
            return Problem.Because("For somebody this was the only question that counts; without it nothing would be left to mark. Give full marks to all instead.");
        var now = clock.GetUtcNow();
        var id = await db.Insert(
            """
            insert into quizzes_regrade(question_id, kind, versions, key_version_id, reason, created_by, created_at, after_attempt)
            values (@QuestionId, @Kind, @Versions, @KeyVersionId, @reason, @By, @now, 0) returning id
            """, new { plan.QuestionId, plan.Kind, Versions = JsonSerializer.Serialize(plan.Versions), plan.KeyVersionId, reason, By = actor.Id, now }, ct);
        if (plan.Void is not null)
            await db.Execute($"update quizzes_question_version set voided_at = @now, void_mode = @Void, void_reason = @reason where {db.Dialect.In("id", "versions")}", new { now, plan.Void, reason, versions = plan.Versions.ToArray() }, ct);
        await audit.Write("quizzes.regrade-begun", $"question:{plan.QuestionId}", new { regrade = id, plan.Kind, plan.Versions, plan.KeyVersionId, reason }, ct);
        await work.Enqueue(RegradeAttempts.Name, new RegradeWork(id), $"regrade:{id}:0", ct);
        await tx.Commit(ct);
        return id;
    }

    public async Task<bool> MayRegrade(CancellationToken ct) =>
        await db.Scalar<long>($"select count(*) from (select 1 as one where {PeopleScope.SeesEverybody}) o", new { viewer = actor.Id, permission = QuizzesPermissions.Regrade }, ct) > 0;

    private async Task<bool> LeavesNothing(RegradePlan plan, CancellationToken ct) => await db.Scalar<long>(
        $"""
        select count(*) from quizzes_slot s join quizzes_attempt a on a.id = s.attempt_id and a.is_practice = false where {db.Dialect.In("s.question_version_id", "versions")} and not exists (
            select 1 from quizzes_slot o join quizzes_question_version v on v.id = o.question_version_id
            where o.attempt_id = s.attempt_id and o.slot <> s.slot and coalesce(v.void_mode, '') <> 'removed')
        """, new { versions = plan.Versions.ToArray() }, ct) > 0;
}
