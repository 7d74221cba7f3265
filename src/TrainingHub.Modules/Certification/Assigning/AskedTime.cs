using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// The time that those who ask for a programme give from a day on, when it is asked anew. By what each rule said as it caught the person, not by what it says today: that is what the person was told, whoever
/// changes the rule for others leaves it alone, and a job that comes late gives the same day.
/// </summary>
internal sealed class AskedTime
{
    private sealed record Row(long RequirementId, DateOnly? DueOn, string? Span);

    private readonly List<(DateOnly? DueOn, CalendarSpan? Span)> reasons;

    private AskedTime(IEnumerable<Row> rows) => reasons = [.. rows.Select(r => (r.DueOn, r.Span is null ? (CalendarSpan?)null : CalendarSpan.Parse(r.Span).Value))];

    public static async Task<AskedTime> Of(Db db, long requirementId, CancellationToken ct) => (await Of(db, [requirementId], ct))[requirementId];

    /// <summary>By the requirement.</summary>
    public static async Task<Dictionary<long, AskedTime>> Of(Db db, IReadOnlyCollection<long> requirements, CancellationToken ct)
    {
        // A fixed day gives no time but what everybody has at the least.
        var rows = (await db.Rows<Row>(
            $"""
            select n.requirement_id, n.due_on, coalesce(v.due_in, v.at_least) as span from certification_reason n left join certification_rule_version v on v.id = n.rule_version_id
            where {db.Dialect.Among("n.requirement_id", "ids")} and n.ended_at is null
            """, new { ids = GivenRows.Of(requirements) }, ct)).ToLookup(r => r.RequirementId);
        return requirements.ToDictionary(id => id, id => new AskedTime(rows[id]));
    }

    /// <summary>After it was only held off: a due date that is still to come stays as it is.</summary>
    public DateOnly? Again(DateOnly day) => reasons.Select(r => r.DueOn >= day ? r.DueOn : r.Span?.AddTo(day)).Min();

    /// <summary>The whole from the beginning, as after a revocation: the dates of before were for what is gone. None where only people asked for it.</summary>
    public DateOnly? Anew(DateOnly day) => reasons.Select(r => r.Span?.AddTo(day)).Min();
}
