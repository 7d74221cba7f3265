using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certification.Invariants;

/// <summary>
/// On the last valid day a certification counts, on the next it does not, and after the grace nothing of it does; and the status that lists compute in SQL
/// is today the one that the rules give.
/// </summary>
internal sealed class NobodyCertifiedPastExpiry(Db db, IPolicyDays days, TimeProvider clock) : IInvariant
{
    private const int Chunk = 500;

    private sealed record Shown(long Id, string Status);

    private sealed record Place(long Id, long SiteId);

    public string Name => "Nobody counts as certified past expiry or grace, and lists say what the rules say";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var (broken, count, last, today) = (new List<string>(), 0L, 0L, await days.Now(ct));
        var now = clock.GetUtcNow();
        while (broken.Count < InvariantFinding.Most)
        {
            var chains = await db.Rows<Place>("select q.id, p.site_id from certification_requirement q join v_people_person p on p.id = q.person_id where q.id > @last order by q.id limit @Chunk", new { last, Chunk }, ct);
            if (chains.Count == 0) break;
            var until = chains[^1].Id;
            var periods = (await db.Rows<Period>($"select {Period.Columns} from certification_period d where d.requirement_id > @last and d.requirement_id <= @until", new { last, until }, ct)).ToLookup(p => p.RequirementId);
            foreach (var day in chains.GroupBy(c => DayAt(c.SiteId, today)))
            {
                var shown = (await db.Rows<Shown>(
                    $"with {PeriodStatusSql.Known} select k.id, {PeriodStatusSql.StatusOn(today.Of("k.policy_id", "@day"))} as status from known k where k.id in (select d.id from certification_period d where d.requirement_id > @last and d.requirement_id <= @until)",
                    new { today = today.Hub, dayBefore = today.Before, dayAfter = today.After, day = day.Key, known = PeriodStatusSql.EverythingKnown, last, until }, ct)).ToDictionary(s => s.Id, s => s.Status);
                foreach (var chain in day) broken.AddRange(periods[chain.Id].SelectMany(p => Faults(p, p.Facts(periods[chain.Id].Where(s => s.RenewsId == p.Id).OrderBy(s => s.Number)), p.DayOf(new AsOf(now, day.Key)), shown[p.Id])));
            }
            (last, count) = (until, count + periods.Sum(p => p.Count()));
        }
        return new InvariantFinding(count, [.. broken.Take(InvariantFinding.Most)]);
    }

    private static DateOnly DayAt(long site, PolicyToday today) => today.Hub.AddDays(today.BehindSites.Contains(site) ? -1 : today.AheadSites.Contains(site) ? 1 : 0);

    private static IEnumerable<string> Faults(Period period, PeriodFacts facts, DateOnly today, string shown)
    {
        if (facts.StatusOn(today).ToText() != shown) yield return $"period {period.Id} is {facts.StatusOn(today).ToText()} by the rules and {shown} in lists";
        if (Fault(period, facts) is { } fault) yield return $"period {period.Id} {fault}";
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
