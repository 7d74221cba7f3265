using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Practice.Settings;

/// <summary>/admin/settings/practice: where the section of the settings page sends its form; shown by itself where that is refused.</summary>
[Requires(PracticePermissions.Set)]
internal sealed class SettingsFormModel(PracticeSettings settings) : HubPage
{
    public PracticeSetting Setting { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Setting = await settings.Read(ct);

    public async Task<IActionResult> OnPost(bool on, string? scheduler, CancellationToken ct)
    {
        if (await settings.Change(new PracticeSetting(on, scheduler ?? ""), ct) is not { } problem) return Done("/admin/settings", "The settings of daily practice are saved.");
        Setting = await settings.Read(ct);
        return Refuse(problem);
    }
}
