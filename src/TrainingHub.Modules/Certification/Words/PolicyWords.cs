using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Words;

internal static class PolicyWords
{
    /// <summary>A policy in whole sentences.</summary>
    public static IEnumerable<string> Say(this Localizer t, PeriodPolicy policy, bool graceCounts)
    {
        yield return t["Valid for {0}.", t.Say(policy.Active)];
        yield return policy.Window.Count == 0
            ? t["Renewal opens on the last valid day."]
            : t["Renewal opens {0} before expiry.", t.Say(policy.Window)];
        yield return policy.Basis switch
        {
            ExpiryBasis.Completion => t["Counted from the day of completion, each time anew."],
            ExpiryBasis.Expiry => t["Renewing early loses no days: the new period follows on the old one. Who renews late starts anew on that day."],
            _ => t["Expires on fixed dates; each period lasts at least {0}.", t.Say(policy.Minimum)],
        };
        if (policy.Basis == ExpiryBasis.Fixed)
        {
            if (policy.Anchor is { } anchor) yield return t["One of the fixed dates is {0}; the others follow from it.", t.Date(anchor)];
            if (policy.FirstMinimum != policy.Minimum) yield return t["The first period lasts at least {0}, so that who joins later comes to the same dates.", t.Say(policy.FirstMinimum)];
        }
        if (policy.Grace.Count == 0) yield return t["No grace: who has not renewed by then is expired the next day."];
        else if (graceCounts) yield return t["{0} of grace after expiry, which still counts as compliant.", t.Say(policy.Grace)];
        else yield return t["{0} of grace after expiry, which does not count as compliant.", t.Say(policy.Grace)];
        if (policy.Lapsed == Lapsed.Full) yield return t["Who has not renewed by then does everything again, not only the renewal."];
        yield return policy.Escalate.Count == 0 ? t["No manager is told who is overdue."] : t["{0} after the due date or the expiry the manager is told.", t.Say(policy.Escalate)];
        if (policy.Zone is { } zone) yield return t["Days are counted in the time zone {0}, wherever people work.", zone.Id];
    }
}
