using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

internal sealed record RequirementRow(long Id, long PersonId, long ProgramId, DateOnly? ChainAnchorOn, bool IsAssigned);

/// <summary>One requirement with all its periods, by their number.</summary>
internal sealed record Chain(RequirementRow Requirement, IReadOnlyList<Period> Periods)
{
    public Period? Open => Periods.SingleOrDefault(p => p.IsOpen);

    public Period? Certified => Periods.SingleOrDefault(p => p.IsCertified);

    public Period? Latest => Periods.Count > 0 ? Periods[^1] : null;

    public PeriodFacts FactsOf(Period period) => period.Facts(Periods.Where(p => p.RenewsId == period.Id));

    /// <summary>When the period that this one renews was recorded as completed; null where it renews none.</summary>
    public DateTimeOffset? RenewedAt(Period period) => period.RenewsId is { } id ? Periods.Single(p => p.Id == id).CompletedRecordedAt : null;

    /// <summary>When the period that this one renews expires; null where it renews none.</summary>
    public DateOnly? RenewedExpiry(Period period) => period.RenewsId is { } id ? Periods.Single(p => p.Id == id).ExpiresOn : null;

    /// <summary>Whether a step that has become due is still to be told on that day. Who is asked for the renewal again has time of its own, and a manager hears of that when it is over.</summary>
    /// <param name="today">By the calendar of the period.</param>
    public bool StillHolds(Period period, string step, DateOnly today) => Requirement.IsAssigned && PeriodSteps.StillHolds(step, FactsOf(period).StatusOn(today))
        && !(step == PeriodSteps.NotRenewed && Open is { IsRenewal: true } renewal && !PeriodSteps.AreSpokenFor(renewal.DueOn, RenewedExpiry(renewal)));

    /// <summary>Each period by its own calendar: where a later policy names another zone, what is open and what is held have two.</summary>
    public PeriodStatus? StatusAt(AsOf when) => ProgramStatus.Of([.. Periods.Select(p => FactsOf(p).StatusOn(p.DayOf(when)))]);

    /// <summary>In which is counted from when evidence counts for an open period, and when the short path lapses: days of the one it renews, if it renews one.</summary>
    /// <param name="home">The zone of the person's site.</param>
    public TimeZoneInfo CountingZone(Period open, TimeZoneInfo home) => Counting(open).Zone(home);

    /// <summary>The day in that zone.</summary>
    public DateOnly CountingDay(Period open, AsOf when) => Counting(open).DayOf(when);

    private Period Counting(Period open) => open.RenewsId is { } id ? Periods.Single(p => p.Id == id) : open;
}

/// <summary>Reads chains. Whoever decides about one locks it first: two pieces of evidence at once must complete one period, not none or two.</summary>
internal sealed class Chains(Db db)
{
    private const string Columns =
        "q.id, q.person_id, q.program_id, q.chain_anchor_on, exists (select 1 from certification_reason n where n.requirement_id = q.id and n.ended_at is null) as is_assigned";

    /// <summary>Holds the requirement's row until the transaction ends; what is read here is read after the lock was given.</summary>
    public async Task<Chain?> Lock(long requirementId, CancellationToken ct)
    {
        if (!db.InTransaction) throw new InvalidOperationException("A lock without a transaction is none.");
        if (await db.Row<long?>($"select id from certification_requirement where id = @requirementId {db.Dialect.ForUpdate}", new { requirementId }, ct) is null) return null;
        var requirement = await db.Row<RequirementRow>($"select {Columns} from certification_requirement q where q.id = @requirementId", new { requirementId }, ct);
        var periods = await db.Rows<Period>($"select {Period.Columns} from certification_period d where d.requirement_id = @requirementId order by d.number", new { requirementId }, ct);
        return new Chain(requirement!, periods);
    }

    /// <summary>The chain of a person in a programme, locked; null where it was never asked.</summary>
    public async Task<Chain?> LockOf(long personId, long programId, CancellationToken ct) =>
        await db.Row<long?>("select id from certification_requirement where person_id = @personId and program_id = @programId", new { personId, programId }, ct) is { } id ? await Lock(id, ct) : null;

    /// <summary>Whose a period is; null where there is none.</summary>
    public Task<long?> PersonOf(long periodId, CancellationToken ct) => db.Scalar<long?>("select person_id from certification_period where id = @periodId", new { periodId }, ct);

    /// <summary>The chain of a period, locked.</summary>
    public async Task<Chain?> LockOfPeriod(long periodId, CancellationToken ct) =>
        await db.Row<long?>("select requirement_id from certification_period where id = @periodId", new { periodId }, ct) is { } requirementId ? await Lock(requirementId, ct) : null;

    /// <summary>The chains of these periods, by the period; whoever decides about them has locked their people.</summary>
    public async Task<Dictionary<long, Chain>> OfPeriods(IReadOnlyCollection<long> periods, CancellationToken ct)
    {
        var all = (await db.Rows<Period>(
            $"select {Period.Columns} from certification_period d where d.requirement_id in (select x.requirement_id from certification_period x where {db.Dialect.Among("x.id", "ids")}) order by d.number", new { ids = GivenRows.Of(periods) }, ct))
            .ToLookup(p => p.RequirementId);
        var requirements = await db.Rows<RequirementRow>($"select {Columns} from certification_requirement q where {db.Dialect.Among("q.id", "ids")}", new { ids = GivenRows.Of(all.Select(g => g.Key)) }, ct);
        var asked = periods.ToHashSet();
        return requirements.Select(q => new Chain(q, [.. all[q.Id]])).SelectMany(c => c.Periods.Where(p => asked.Contains(p.Id)).Select(p => (p.Id, Chain: c))).ToDictionary(x => x.Id, x => x.Chain);
    }

    /// <summary>All of one person, for showing; not locked.</summary>
    public async Task<List<Chain>> Of(long personId, CancellationToken ct)
    {
        var requirements = await db.Rows<RequirementRow>($"select {Columns} from certification_requirement q where q.person_id = @personId order by q.id", new { personId }, ct);
        var periods = (await db.Rows<Period>($"select {Period.Columns} from certification_period d where d.person_id = @personId order by d.number", new { personId }, ct)).ToLookup(p => p.RequirementId);
        return [.. requirements.Select(q => new Chain(q, [.. periods[q.Id]]))];
    }
}
