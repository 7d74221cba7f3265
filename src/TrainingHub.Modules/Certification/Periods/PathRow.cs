using System.Text.Json;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>What a period asks, or asked until it was completed, as it is stored: the programme's version it was opened with, its policy, and the grace of the period it renews.</summary>
/// <param name="Path">0 the whole requirement, n the n-th path of the rotation; where there is none, 1.</param>
internal sealed record PathRow(long PeriodId, string Whole, string? Renewal, DateOnly? LapsesAfter, string? Rotation, int Path)
{
    public const string Columns =
        "d.id as period_id, v.requirement as whole, case when d.renews_id is not null then v.renewal end as renewal, case when y.lapsed = 'full' then r.grace_ends_on end as lapses_after, v.rotation, d.path";

    public const string Tables =
        """
        certification_period d join certification_program_version v on v.id = d.program_version_id join certification_policy y on y.id = coalesce((
            select w.policy_id from certification_period_was w where w.period_id = d.id and w.expires_on is not null and w.until >= d.completed_recorded_at order by w.until, w.id limit 1), d.policy_id)
        left join certification_period r on r.id = d.renews_id
        """;

    public static async Task<PeriodPath> Of(Db db, long periodId, CancellationToken ct) =>
        (await db.Row<PathRow>($"select {Columns} from {Tables} where d.id = @periodId", new { periodId }, ct))!.ToPath();

    /// <summary>Of what a person has open.</summary>
    public static async Task<Dictionary<long, PeriodPath>> OfOpen(Db db, long personId, CancellationToken ct) =>
        (await db.Rows<PathRow>($"select {Columns} from {Tables} where d.person_id = @personId and d.completed_on is null and d.ended_on is null", new { personId }, ct))
        .ToDictionary(r => r.PeriodId, r => r.ToPath());

    public PeriodPath ToPath() => new(Tree(Whole), Renewal is null ? null : Rotation is null ? Tree(Renewal) : JsonSerializer.Deserialize<Rules.Requirement[]>(Rotation, Json.Plain)![Path - 1], LapsesAfter);

    private static Rules.Requirement Tree(string json) => JsonSerializer.Deserialize<Rules.Requirement>(json, Json.Plain)!;
}
