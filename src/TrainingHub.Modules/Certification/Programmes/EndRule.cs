using TrainingHub.Modules.Certification.Assigning;
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
        if (await RuleVersion.Current(db, ruleId, ct) is not { } rule) return Problem.NotFound("There is no such rule.");
        if (await reach.Audience(rule.Catches, CertificationPermissions.Edit, ct) is { } problem) return problem;
        var now = clock.GetUtcNow();
        var today = settings.TimeZone.DayOf(now);
        if (!(rule.EndsOn <= today))
        {
            await RuleChanged.Tell(work, await RuleVersion.Add(db, ruleId, rule.Terms with { EndsOn = today }, now, actor.PersonId ?? 0, ct), ct);
            await audit.Write("certification.rule-ended", $"rule:{ruleId}", new { rule.ProgramId }, ct);
        }
        await tx.Commit(ct);
        return null;
    }
}
