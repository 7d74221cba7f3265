using System.Globalization;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.History;

/// <summary>
/// Finds and explains what does not fit together in a chain of periods. Pure: it computes anew, with the functions that the hub itself decides by, what the stored facts
/// must have led to, and compares. It repairs nothing: what is wrong was made wrong from outside, and a person must say which side is right.
/// </summary>
internal static class ChainCheck
{
    public static IReadOnlyList<ChainProblem> Of(ChainFacts facts) =>
        [.. CheckOrder.Of(facts), .. CheckDates.Of(facts), .. CheckEvidence.Of(facts), .. CheckSteps.Of(facts), .. CheckPapers.Of(facts), .. CheckForecast.Of(facts)];

    /// <summary>Where nothing in the hub could have done it, and nothing in the hub mends it.</summary>
    public static Problem ByHand => Problem.Because("Nothing in the hub does this. Find out who changed the database; restore a backup, or have the row put right.");

    public static Problem Revoke => Problem.Because("Revoke the certification, so that it is earned anew, or restore the evidence from a backup.");

    public static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";
}
