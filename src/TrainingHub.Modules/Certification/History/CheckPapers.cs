using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using static TrainingHub.Modules.Certification.History.ChainCheck;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Each completed period has its certificate, with its dates, in force as long as the period is.</summary>
internal static class CheckPapers
{
    public static IEnumerable<ChainProblem> Of(ChainFacts facts) => facts.Periods.Select(Fault).OfType<ChainProblem>();

    private static ChainProblem? Fault(PeriodFound period)
    {
        var row = period.Row;
        var current = period.Papers.FirstOrDefault(p => p.IsInForce);
        if (row.CompletedOn is null)
            return period.Papers is [var early, ..] ? new ChainProblem("paper-too-early", row.Id, Problem.Because("Certificate {0} was issued for a period that was not completed.", early.Number), Problem.Because("No certificate."), ByHand) : null;
        var isOver = row.EndReason == EndReason.Revoked.ToText() || row.EndReason == EndReason.Renewed.ToText();
        if (isOver)
            return current is null ? null : new ChainProblem("paper-in-force", row.Id, Problem.Because("Certificate {0} is in force, and its period ended on {1}.", current.Number, Iso(row.EndedOn)),
                Problem.Because("A certificate ends with its period."), ByHand);
        if (period.IsPaperWaiting) return null;
        if (current is null)
            return period.Papers is [.., var ended]
                ? new ChainProblem("paper-ended", row.Id, Problem.Because("Certificate {0} has ended, and its period has not.", ended.Number), Problem.Because("A certificate in force."), ByHand)
                : new ChainProblem("paper-missing", row.Id, Problem.Because("Certified on {0}, and no certificate was issued.", Iso(row.CompletedOn)), Problem.Because("A certificate, or a note that it waits for the hub's address."), ByHand);
        return (current.ValidFrom, current.ExpiresOn) == (row.ValidFrom, row.ExpiresOn) ? null : new ChainProblem("paper-dates", row.Id,
            Problem.Because("Certificate {0} is valid from {1} to {2}.", current.Number, Iso(current.ValidFrom), Iso(current.ExpiresOn)),
            Problem.Because("Its period is valid from {0} to {1}.", Iso(row.ValidFrom), Iso(row.ExpiresOn)), Problem.Because("If the period is right, correct the certificate on its page: a new one is issued with the period's dates."));
    }
}
