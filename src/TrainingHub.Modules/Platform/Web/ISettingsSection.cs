namespace TrainingHub.Modules.Platform.Web;

/// <param name="View">The partial view's address; it renders one <c>section.tile</c>.</param>
/// <param name="Model">What the view shows.</param>
public sealed record SettingsSection(string View, object Model);

/// <summary>What a module lets the administrator set while the hub runs, on the page of the settings. Sections stand in the order in which the modules are registered.</summary>
public interface ISettingsSection
{
    /// <returns>Null where the one who looks may not change it.</returns>
    Task<SettingsSection?> Show(CancellationToken ct);
}
