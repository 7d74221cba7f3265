using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>Ends a rule from today. Whom nothing else assigns loses what is open, soon after; what was earned stays.</summary>
internal sealed class EndRule(Db db, Reach reach, Work work, Audit audit, Actor actor, HubSettings settings, TimeProvider clock)
{
    public async Task<Problem?> Handle(long ruleId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Row<RuleRow>($"select {RuleRow.Columns} from certification_rule u where u.id = @ruleId {db.Dialect.ForUpdate}", new { ruleId }, ct) is not { } rule)
            return Problem.NotFound("There is no such rule.");
        if (await reach.Audience(rule.Catches, CertificationPermissions.Edit, ct) is { } problem) return problem;
        if (rule.EndedOn is null)
        {
            var now = clock.GetUtcNow();
            await db.Execute("update certification_rule set ended_on = @today, ended_by = @by where id = @ruleId", new { ruleId, today = settings.TimeZone.DayOf(now), by = actor.PersonId ?? 0 }, ct);
            await work.Enqueue(EvaluateRulesJob.Work, new RulesChanged(ruleId), $"rule:{ruleId}:ended:{now:O}", ct);
            await audit.Write("certification.rule-ended", $"rule:{ruleId}", new { rule.ProgramId }, ct);
        }
        await tx.Commit(ct);
        return null;
    }
}
