using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Records;

/// <summary>How a period's status is said and shown.</summary>
internal static class RecordStatus
{
    /// <summary>What a list shows unless history is asked for.</summary>
    public static readonly string[] Current = ["overdue", "expired", "in-grace", "due-for-renewal", "assigned", "certified", "revoked", "waived"];

    public static readonly string[] All = [.. Current, "renewed", "unassigned", "not-yet-assigned"];

    public static string Say(Localizer T, string status) => status switch
    {
        "assigned" => T["Assigned"],
        "overdue" => T["Overdue"],
        "certified" => T["Certified"],
        "due-for-renewal" => T["Due for renewal"],
        "in-grace" => T["Expired, in grace"],
        "expired" => T["Expired"],
        "renewed" => T["Renewed"],
        "revoked" => T["Revoked"],
        "waived" => T["Waived"],
        "unassigned" => T["No longer assigned"],
        "not-yet-assigned" => T["Not yet assigned"],
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "There is no such status."),
    };

    public static string Look(string status) => status switch
    {
        "certified" => "status-ok",
        "due-for-renewal" or "in-grace" => "status-warn",
        "overdue" or "expired" or "revoked" => "status-bad",
        "assigned" => "status-info",
        _ => "",
    };
}
