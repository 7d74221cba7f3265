using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>
/// Gives a rule another version, from now on. Whom it newly catches is assigned soon after, whom it no longer keeps is released; who is in both keeps reason and due date.
/// </summary>
internal sealed class ChangeRule(Db db, CheckRule check, Reach reach, Work work, Audit audit, Actor actor, HubSettings settings, TimeProvider clock)
{
    /// <param name="seen">The version whose difference was shown: what another has changed since is not overwritten unseen.</param>
    public async Task<Problem?> Handle(long ruleId, long seen, RuleTerms terms, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await RuleVersion.Current(db, ruleId, ct) is not { } rule) return Problem.NotFound("There is no such rule.");
        var now = clock.GetUtcNow();
        var today = settings.TimeZone.DayOf(now);
        if (rule.EndsOn <= today) return Problem.Conflict("This rule has ended. Make a new one.");
        if (rule.Id != seen) return Problem.Conflict("Somebody has changed this rule meanwhile. Open it again, and look at the difference once more.");
        if (rule.StartsOn <= today && terms.StartsOn != rule.StartsOn) return Problem.Because("This rule holds already; its first day can't be changed.");
        if (rule.StartsOn > today && terms.StartsOn < today) return Problem.Because("The first day lies in the past; give today or a later day.");
        // Whoever may not reach those it releases may not change it either.
        if (await reach.Audience(rule.Catches, CertificationPermissions.Edit, ct) is { } beyond) return beyond;
        if (await check.Handle(terms, ct) is { } problem) return problem;
        if (terms != rule.Terms)
        {
            await RuleChanged.Tell(work, await RuleVersion.Add(db, ruleId, terms, now, actor.PersonId ?? 0, ct), ct);
            await audit.Write("certification.rule-changed", $"rule:{ruleId}", new { rule.ProgramId, before = rule.Terms, terms }, ct);
        }
        await tx.Commit(ct);
        return null;
    }
}
