using System.Text.Json;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Which chains; all that is given must hold.</summary>
/// <param name="Requirement">One chain.</param>
internal sealed record ChainSelection(long? Person = null, long? Program = null, long? Requirement = null)
{
    /// <summary>Over certification_requirement q. Only what is asked stands there: an "or" would hide the index from the database.</summary>
    public string Sql => string.Concat(Person is null ? "" : " and q.person_id = @Person", Program is null ? "" : " and q.program_id = @Program", Requirement is null ? "" : " and q.id = @Requirement");
}

/// <summary>Reads whole chains with all that stands beside them, some hundred at a time and one query a table: a million periods are read as fast as a thousand, a thousand times.</summary>
internal sealed class ReadChains(Db db, ISiteDays sites, HubSettings settings, TimeProvider clock)
{
    private const int Chunk = 500;

    private sealed record VersionRow(long Id, string Requirement, string Renewal, string? Rotation);

    private sealed record PolicyVersion(long Id, int Number, string Active, string RenewalWindow, string Basis, string? Minimum, string Grace, string? FirstMinimum, DateOnly? AnchorOn, string Lapsed, string Escalate, string? TimeZone);

    private readonly Dictionary<long, (Rules.Requirement Whole, Rules.Requirement[] Renewals)> versions = [];
    private readonly Dictionary<long, (PeriodPolicy Policy, int Number)> policies = [];
    private readonly Dictionary<long, TimeZoneInfo[]> zones = [];
    private List<TimeZoneInfo>? all;

    /// <summary>The next chains of the selection after that one, by their ids; none at the end.</summary>
    public async Task<IReadOnlyList<ChainFacts>> Next(ChainSelection of, long after, CancellationToken ct)
    {
        var chains = await db.Rows<ChainRow>(
            $"""
            select q.id, q.person_id, q.program_id, q.chain_anchor_on, exists (select 1 from certification_reason n where n.requirement_id = q.id and n.ended_at is null) as is_assigned,
                   q.counted_site_id, q.counted_week_on, p.site_id, p.left_on
            from certification_requirement q join v_people_person p on p.id = q.person_id where q.id > @after{of.Sql} order by q.id limit @Chunk
            """, new { after, Chunk, of.Person, of.Program, of.Requirement }, ct);
        if (chains.Count == 0) return [];
        var span = new { first = chains[0].Id, last = chains[^1].Id, of.Person, of.Program, of.Requirement };
        Task<List<T>> Rows<T>(string columns, string tables) => db.Rows<T>($"select {columns} from certification_requirement q join certification_period d on d.requirement_id = q.id {tables} where q.id >= @first and q.id <= @last{of.Sql}", span, ct);

        var periods = (await Rows<Period>(Period.Columns, "")).ToLookup(p => p.RequirementId);
        var evidence = (await Rows<EvidenceFact>("e.period_id, e.deed_id, a.person_id, a.kind, a.key, a.occurred_at, a.reference, case when a.taken_back_at is not null or (t.passed and t.person_id = a.person_id) or r.person_id = a.person_id or (t.id is null and a.reference not like 'prior:%') then true else false end as is_sound",
            """
            join certification_evidence e on e.period_id = d.id join certification_deed a on a.id = e.deed_id
            left join v_quiz_attempt t on t.id = case when a.kind = 'quiz' and a.reference like 'attempt:%' then cast(substr(a.reference, 9) as bigint) end
            left join certification_prior r on r.id = case when a.reference like 'prior:%' then cast(substr(a.reference, 7) as bigint) end
            """)).ToLookup(e => e.PeriodId);
        var steps = (await Rows<StepFact>("u.period_id, u.step, u.due_on, u.done_at", "join certification_due u on u.period_id = d.id")).ToLookup(s => s.PeriodId);
        var carried = (await Rows<CarriedFact>("k.period_id, k.expires_asked, k.anchor_asked", "join certification_carried k on k.period_id = d.id")).ToDictionary(k => k.PeriodId);
        var papers = (await Rows<PaperFact>("c.period_id, c.number, c.valid_from, c.expires_on, case when c.ended_at is null then true else false end as is_in_force", "join v_certificate c on c.period_id = d.id")).ToLookup(p => p.PeriodId);
        var waiting = (await Rows<long>("d.id", "join v_certificate_waiting w on w.period_id = d.id")).ToHashSet();
        var moved = (await Rows<MovedFact>("w.period_id, w.policy_id", "join certification_period_was w on w.period_id = d.id and w.expires_on is not null and w.id = (select min(x.id) from certification_period_was x where x.period_id = d.id and x.expires_on is not null)")).ToDictionary(m => m.PeriodId, m => m.PolicyId);
        await Remember(periods.SelectMany(p => p), ct);

        var facts = new List<ChainFacts>();
        foreach (var chain in chains)
        {
            Period[] own = [.. periods[chain.Id].OrderBy(p => p.Number)];
            var counted = await Zones(chain.SiteId, ct);
            facts.Add(new ChainFacts(chain, [.. own.Select(p => new PeriodFound(p, policies[p.PolicyId].Policy, policies[moved.GetValueOrDefault(p.Id, p.PolicyId)].Policy, policies[p.PolicyId].Number, Path(p, own, moved.GetValueOrDefault(p.Id, p.PolicyId)), carried.GetValueOrDefault(p.Id),
                [.. evidence[p.Id]], [.. steps[p.Id]], [.. papers[p.Id].OrderBy(c => c.Number, StringComparer.Ordinal)], waiting.Contains(p.Id), moved.ContainsKey(p.Id)))], counted, AsOf.Of(clock.GetUtcNow(), counted[0])));
        }
        return facts;
    }

    /// <summary>As <see cref="PathRow"/> reads it for one.</summary>
    /// <param name="policyId">By which it was completed.</param>
    private PeriodPath Path(Period period, Period[] chain, long policyId)
    {
        var (whole, renewals) = versions[period.ProgramVersionId];
        if (!period.IsRenewal) return new PeriodPath(whole, null, null);
        var lapses = policies[policyId].Policy.Lapsed == Lapsed.Full ? Array.Find(chain, p => p.Id == period.RenewsId)?.GraceEndsOn : null;
        return new PeriodPath(whole, renewals[Math.Clamp(period.Path, 1, renewals.Length) - 1], lapses);
    }

    /// <summary>Versions of programmes and policies: few, never changed, and read when they are first met.</summary>
    private async Task Remember(IEnumerable<Period> periods, CancellationToken ct)
    {
        var (lacksVersion, lacksPolicy) = (false, false);
        foreach (var period in periods) (lacksVersion, lacksPolicy) = (lacksVersion || !versions.ContainsKey(period.ProgramVersionId), lacksPolicy || !policies.ContainsKey(period.PolicyId));
        if (lacksVersion)
            foreach (var row in await db.Rows<VersionRow>("select v.id, v.requirement, v.renewal, v.rotation from certification_program_version v", null, ct))
                versions[row.Id] = (Tree<Rules.Requirement>(row.Requirement), row.Rotation is null ? [Tree<Rules.Requirement>(row.Renewal)] : Tree<Rules.Requirement[]>(row.Rotation));
        if (!lacksPolicy) return;
        foreach (var row in await db.Rows<PolicyVersion>($"select y.id, y.number, {PolicyRow.Columns} from certification_policy y", null, ct))
            policies[row.Id] = (new PolicyRow(row.Active, row.RenewalWindow, row.Basis, row.Minimum, row.Grace, row.FirstMinimum, row.AnchorOn, row.Lapsed, row.Escalate, row.TimeZone).ToPolicy(), row.Number);
    }

    private async Task<TimeZoneInfo[]> Zones(long siteId, CancellationToken ct)
    {
        all ??= [settings.TimeZone, .. (await db.Rows<string>("select distinct s.time_zone from v_people_site s where s.time_zone is not null", null, ct)).Select(TimeZoneInfo.FindSystemTimeZoneById)];
        if (!zones.TryGetValue(siteId, out var counted)) zones[siteId] = counted = [.. all.Prepend(await sites.Zone(siteId, ct)).Distinct()];
        return counted;
    }

    private static T Tree<T>(string json) => JsonSerializer.Deserialize<T>(json, Json.Plain)!;
}
