using System.Text.Json;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <param name="DueIn">How long everybody has; or, where this is null:</param>
/// <param name="DueOn">The day until which everybody has time, but</param>
/// <param name="AtLeast">at least so long; else the day moves on by whole active periods.</param>
/// <param name="EndsOn">The first day on which it holds no more.</param>
internal sealed record RuleTerms(string Audience, string? DueIn, DateOnly? DueOn, string? AtLeast, DateOnly StartsOn, DateOnly? EndsOn);

/// <summary>What a rule said from an instant on. It is never changed; a rule that changes gets another.</summary>
internal sealed record RuleVersion(
    long Id, long RuleId, long ProgramId, int Number, string Audience, string? DueIn, DateOnly? DueOn, string? AtLeast, DateOnly StartsOn, DateOnly? EndsOn, DateTimeOffset RecordedAt)
{
    public const string Columns = "r.id, r.rule_id, u.program_id, r.number, r.audience, r.due_in, r.due_on, r.at_least, r.starts_on, r.ends_on, r.recorded_at";

    public const string Tables = "certification_rule_version r join certification_rule u on u.id = r.rule_id";

    private Audience? catches, keeps, reaches;

    public RuleTerms Terms => new(Audience, DueIn, DueOn, AtLeast, StartsOn, EndsOn);

    /// <summary>Whom it catches.</summary>
    public Audience Catches => catches ??= JsonSerializer.Deserialize<Audience>(Audience, Json.Plain)!;

    /// <summary>Whom it keeps: "hired within 90 days" and "except those employed for a year" say whom it catches; time alone lets nobody off.</summary>
    public Audience Keeps => keeps ??= Catches with { HiredWithin = null, Except = Catches.Except?.Where(e => e.EmployedFor is null).ToList() };

    /// <summary>Where it has any business at all, by place and position: nobody elsewhere need be looked at because of it.</summary>
    public Audience Reaches => reaches ??= Catches with { HiredWithin = null, EmployedFor = null, Tags = null, Except = null };

    /// <summary>Whom it catches sooner or later, as they are placed now.</summary>
    public Audience MayCatch => Catches with { HiredWithin = null, EmployedFor = null, Except = Catches.Except?.Where(e => e.EmployedFor is null && e.HiredWithin is null).ToList() };

    public bool HoldsOn(DateOnly day) => StartsOn <= day && (EndsOn is null || day < EndsOn);

    /// <param name="joined">The day on which it caught somebody.</param>
    /// <param name="active">The programme's active period, by which a fixed day moves on.</param>
    public Outcome<DateOnly> DueOf(DateOnly joined, DateOnly? hired, CalendarSpan active) => DueOn is { } day
        ? DueDates.FixedOn(day, AtLeast is null ? default : CalendarSpan.Parse(AtLeast).Value, DueDates.CountsFrom(StartsOn, joined, hired), active)
        : DueDates.DueIn(CalendarSpan.Parse(DueIn!).Value, StartsOn, joined, hired);

    /// <summary>Of each rule what it said at that instant.</summary>
    public static IEnumerable<RuleVersion> KnownAt(IEnumerable<RuleVersion> versions, DateTimeOffset at) =>
        versions.Where(v => v.RecordedAt <= at).GroupBy(v => v.RuleId).Select(g => g.MaxBy(v => v.Number)!);

    /// <summary>What a rule says now, with the rule locked; null where there is none.</summary>
    public static async Task<RuleVersion?> Current(Db db, long ruleId, CancellationToken ct)
    {
        await db.Rows<long>($"select id from certification_rule where id = @ruleId {db.Dialect.ForUpdate}", new { ruleId }, ct);
        return await db.Row<RuleVersion>($"select {Columns} from {Tables} where r.rule_id = @ruleId order by r.number desc limit 1", new { ruleId }, ct);
    }

    public static Task<long> Add(Db db, long ruleId, RuleTerms terms, DateTimeOffset now, long? by, CancellationToken ct) => db.Insert(
        """
        insert into certification_rule_version(rule_id, number, audience, due_in, due_on, at_least, starts_on, ends_on, recorded_at, recorded_by)
        values (@ruleId, (select count(*) + 1 from certification_rule_version where rule_id = @ruleId), @Audience, @DueIn, @DueOn, @AtLeast, @StartsOn, @EndsOn, @now, @by) returning id
        """,
        new { ruleId, terms.Audience, terms.DueIn, terms.DueOn, terms.AtLeast, terms.StartsOn, terms.EndsOn, now, by }, ct);
}
