using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>
/// Which version and which policy a programme had at an instant, whoever asks: for one person or for hundreds. Where it had none yet, its present ones. A later policy that was to hold for current
/// periods too holds for a period of before, since it would have moved it; the day that a rule gave stays.
/// </summary>
internal sealed class ProgramTerms
{
    private sealed record VersionRow(long ProgramId, long Id, int Number, DateTimeOffset CreatedAt, bool IsCurrent);

    private sealed record PolicyOf(long ProgramId, long Id, int Number, DateTimeOffset CreatedAt, bool IsCurrent, bool HoldsForAll, string Active, string? TimeZone);

    private readonly ILookup<long, VersionRow> versions;
    private readonly ILookup<long, PolicyOf> policies;

    private ProgramTerms(IEnumerable<VersionRow> versions, IEnumerable<PolicyOf> policies) => (this.versions, this.policies) = (versions.ToLookup(v => v.ProgramId), policies.ToLookup(y => y.ProgramId));

    /// <summary>Of all programmes.</summary>
    public static Task<ProgramTerms> Read(Db db, CancellationToken ct) => Read(db, "", null, ct);

    public static Task<ProgramTerms> Of(Db db, long programId, CancellationToken ct) => Read(db, "where p.id = @programId", new { programId }, ct);

    private static async Task<ProgramTerms> Read(Db db, string where, object? parameters, CancellationToken ct) => new(
        await db.Rows<VersionRow>(
            $"select v.program_id, v.id, v.number, v.created_at, case when v.id = p.current_version_id then true else false end as is_current from certification_program_version v join certification_program p on p.id = v.program_id {where} order by v.number desc",
            parameters, ct),
        await db.Rows<PolicyOf>(
            $"""
            select y.program_id, y.id, y.number, y.created_at, case when y.id = p.current_policy_id then true else false end as is_current,
                   case when exists (select 1 from certification_recalculation c where c.policy_id = y.id) then true else false end as holds_for_all, y.active, y.time_zone
            from certification_policy y join certification_program p on p.id = y.program_id {where} order by y.number desc
            """,
            parameters, ct));

    public long VersionAt(long programId, DateTimeOffset at) => (versions[programId].FirstOrDefault(v => v.CreatedAt <= at) ?? versions[programId].Single(v => v.IsCurrent)).Id;

    public long PolicyAt(long programId, DateTimeOffset at) => Policy(programId, at).Id;

    /// <summary>In which its days are counted; null where people work.</summary>
    public string? ZoneAt(long programId, DateTimeOffset at) => Policy(programId, at).TimeZone;

    /// <summary>By which a fixed day moves on.</summary>
    public CalendarSpan ActiveAt(long programId, DateTimeOffset at) => CalendarSpan.Parse((policies[programId].FirstOrDefault(y => y.CreatedAt <= at) ?? policies[programId].Last()).Active).Value;

    private PolicyOf Policy(long programId, DateTimeOffset at) => policies[programId].FirstOrDefault(y => y.HoldsForAll || y.CreatedAt <= at) ?? policies[programId].Single(y => y.IsCurrent);
}
