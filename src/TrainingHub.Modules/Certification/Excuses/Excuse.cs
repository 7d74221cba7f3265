using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Excuses;

/// <summary>
/// Somebody need not do a programme for a time (a waiver) or for good (an exemption). While it holds, nothing is asked: what is open ends as waived, and what rules or a
/// renewal window would open is waived as it is opened. Its end asks again.
/// </summary>
/// <param name="UntilOn">The last day of a waiver; null: an exemption.</param>
/// <param name="EndedOn">The first day on which it holds no more, where somebody ended it.</param>
internal sealed record Excuse(long Id, long ProgramId, DateOnly FromOn, DateOnly? UntilOn, DateOnly? EndedOn, string Reason, long? ById)
{
    private const string Columns = "x.id, x.program_id, x.from_on, x.until_on, x.ended_on, x.reason, x.by_id";

    /// <summary>A predicate over certification_excuse x, with the parameter @day.</summary>
    public const string Holds = "x.from_on <= @day and (x.until_on is null or x.until_on >= @day) and (x.ended_on is null or x.ended_on > @day)";

    /// <summary>The first day on which it asks again by itself; null where it has no end, or somebody ended it.</summary>
    public DateOnly? AsksAgainOn => EndedOn is null ? UntilOn?.AddDays(1) : null;

    /// <summary>What excuses somebody from a programme on a day; null where nothing does.</summary>
    public static Task<Excuse?> On(Db db, long personId, long programId, DateOnly day, CancellationToken ct) =>
        db.Row<Excuse>($"select {Columns} from certification_excuse x where x.person_id = @personId and x.program_id = @programId and {Holds} order by x.id desc limit 1", new { personId, programId, day }, ct);

    /// <summary>Of one person those that end by themselves.</summary>
    public static Task<List<Excuse>> Ending(Db db, long personId, CancellationToken ct) =>
        db.Rows<Excuse>($"select {Columns} from certification_excuse x where x.person_id = @personId and x.until_on is not null and x.ended_on is null order by x.program_id, x.id", new { personId }, ct);
}
