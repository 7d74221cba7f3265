using TrainingHub.Modules.Certification.Contracts;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>
/// The status of a person in a programme as SQL, for lists that filter, count and page by it. The rule itself is Rules.ProgramStatus;
/// a test holds the two together.
/// </summary>
internal static class Standing
{
    public static readonly string[] All = ["overdue", "expired", "in-grace", "due-for-renewal", "assigned", "certified", "waived", "revoked"];

    /// <returns>An expression over v_certification_standing t and its person p; null where there is nothing to show.</returns>
    public static string Status(PolicyToday now) => Status(now.Of("t.policy_id", now.AtSite("p.site_id")));

    private static string Status(string today) =>
        $"""
        case when t.certified_id is not null and t.expires_on >= {today} then case when t.open_id is null then 'certified' else 'due-for-renewal' end
             when t.last_end = 'waived' then 'waived'
             when t.certified_id is not null then case when t.grace_ends_on >= {today} then 'in-grace' else 'expired' end
             when t.open_id is not null then case when t.due_on < {today} then 'overdue' else 'assigned' end
             when t.was_revoked then 'revoked' end
        """;

    /// <summary>Urgent first.</summary>
    public static string Urgency(string status) =>
        $"case {status} when 'overdue' then 0 when 'expired' then 1 when 'in-grace' then 2 when 'due-for-renewal' then 3 when 'assigned' then 4 when 'revoked' then 5 when 'certified' then 6 else 7 end";
}
