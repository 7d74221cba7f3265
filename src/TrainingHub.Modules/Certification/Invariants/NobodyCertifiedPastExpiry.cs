using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certification.Invariants;

/// <summary>
/// On the last valid day a certification counts, on the next it does not, and after the grace nothing of it does; and the status that lists compute in SQL
/// is today the one that the rules give.
/// </summary>
internal sealed class NobodyCertifiedPastExpiry(Db db, Chains chains, IPersonDirectory people) : IInvariant
{
    private sealed record Shown(long Id, string Status);

    public string Name => "Nobody counts as certified past expiry or grace, and lists say what the rules say";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var (broken, count) = (new List<string>(), 0L);
        foreach (var personId in await db.Rows<long>("select distinct person_id from certification_requirement order by person_id", null, ct))
        {
            var today = await people.Today(personId, ct);
            var shown = (await db.Rows<Shown>(
                $"with {PeriodStatusSql.Known} select k.id, {PeriodStatusSql.Status} as status from known k where k.person_id = @personId",
                new { day = today, known = PeriodStatusSql.EverythingKnown, personId }, ct)).ToDictionary(s => s.Id, s => s.Status);
            foreach (var chain in await chains.Of(personId, ct))
                foreach (var period in chain.Periods)
                {
                    count++;
                    var facts = chain.FactsOf(period);
                    if (facts.StatusOn(today).ToText() != shown[period.Id]) broken.Add($"period {period.Id} is {facts.StatusOn(today).ToText()} by the rules and {shown[period.Id]} in lists");
                    if (Fault(period, facts) is { } fault) broken.Add($"period {period.Id} {fault}");
                }
        }
        return new InvariantFinding(count, [.. broken.Take(InvariantFinding.Most)]);
    }

    private static string? Fault(Period period, PeriodFacts facts)
    {
        if (period is not { ExpiresOn: { } expires, GraceEndsOn: { } graceEnds }) return null;
        if (period.EndedOn is null && !IsValid(facts.StatusOn(expires))) return $"does not count on its last valid day, {expires:O}";
        if (IsValid(facts.StatusOn(expires.AddDays(1)))) return $"counts after its last valid day, {expires:O}";
        return facts.StatusOn(graceEnds.AddDays(1)) is PeriodStatus.InGrace ? $"is in grace after {graceEnds:O}" : null;
    }

    private static bool IsValid(PeriodStatus status) => status is PeriodStatus.Certified or PeriodStatus.DueForRenewal;
}
