using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>
/// Opens the renewal of a locked chain if its window is open: from the job, when somebody is assigned again, and before evidence is
/// counted, so that a job that runs late loses nobody a quiz passed within the window.
/// </summary>
internal sealed class OpenRenewal(OpenPeriod openPeriod, IPersonDirectory people, TimeProvider clock)
{
    /// <returns>True where a renewal was opened.</returns>
    public async Task<bool> IfDue(Chain chain, AsOf when, CancellationToken ct)
    {
        if (!chain.Requirement.IsAssigned || chain.Open is not null || chain.Certified is not { } certified || certified.DayOf(when) < certified.WindowOpensOn) return false;
        // A renewal that was closed without renewing (waived) is not opened a second time.
        if (chain.Periods.Any(p => p.RenewsId == certified.Id && p.EndReason == EndReason.Waived.ToText())) return false;
        // A short first period may be within its window from the first day: it is not renewed before it was earned.
        var from = certified.WindowOpensOn > certified.ValidFrom ? certified.WindowOpensOn.Value : certified.ValidFrom!.Value;
        var home = (await people.Find(certified.PersonId, ct) ?? throw new InvalidOperationException($"There is no person {certified.PersonId}.")).Zone;
        // By the programme and the policy of when it opened, however late somebody comes to it; but not of before it was certified.
        var opened = certified.Zone(home).StartOfDay(from);
        await openPeriod.Renew(chain, certified, from, certified.ExpiresOn, new AsOf(opened > certified.CompletedRecordedAt ? opened : certified.CompletedRecordedAt!.Value, home.DayOf(opened)), isTold: true, ct);
        return true;
    }

    /// <summary>Somebody assigned again after the window opened: asked for from today, and not overdue at once.</summary>
    /// <param name="dueOn">When the reasons ask for it.</param>
    /// <param name="isTold">False where nobody is written to of it.</param>
    public async Task Again(Chain chain, AsOf when, DateOnly? dueOn, bool isTold, CancellationToken ct)
    {
        if (chain.Open is not null || chain.Certified is not { } certified || certified.DayOf(when) is var today && today < certified.WindowOpensOn) return;
        await openPeriod.Renew(chain, certified, today, certified.ExpiresOn >= today ? certified.ExpiresOn : dueOn, when with { At = clock.GetUtcNow() }, isTold, ct);
    }
}
