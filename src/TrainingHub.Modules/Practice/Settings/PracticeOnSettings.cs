using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Practice.Settings;

internal sealed class PracticeOnSettings(PracticeSettings settings, Actor me) : ISettingsSection
{
    public async Task<SettingsSection?> Show(CancellationToken ct) =>
        me.Can(PracticePermissions.Set) ? new SettingsSection("/Practice/Settings/_OnSettings.cshtml", await settings.Read(ct)) : null;
}
