using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Words;

/// <summary>A status on the screen: its word and its colour. The word alone says everything.</summary>
internal static class StatusWords
{
    public static string Say(this Localizer t, string status) => status switch
    {
        "assigned" => t["To do"],
        "overdue" => t["Overdue"],
        "certified" => t["Certified"],
        "due-for-renewal" => t["Due for renewal"],
        "in-grace" => t["Expired, in grace"],
        "expired" => t["Expired"],
        "revoked" => t["Revoked"],
        "waived" => t["Waived"],
        "renewed" => t["Renewed"],
        "unassigned" => t["No longer assigned"],
        _ => t["Not yet assigned"],
    };

    public static string Css(string status) => status switch
    {
        "certified" or "waived" => "status status-ok",
        "assigned" => "status status-info",
        "due-for-renewal" or "in-grace" => "status status-warn",
        "overdue" or "expired" or "revoked" => "status status-bad",
        _ => "status",
    };
}
