using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certificates;

/// <summary>
/// The address that the QR code holds. A printed code can't be mended, so in production nothing is issued before the administrator has
/// said how the outside reaches the hub (Hub:BaseUrl).
/// </summary>
internal sealed class VerifyAddress(HubSettings settings)
{
    private static readonly Uri Development = new("http://localhost:5080");

    private Uri? Hub => settings.BaseUrl ?? (settings.IsProduction ? null : Development);

    public bool IsKnown => Hub is not null;

    public string Of(string code) => Hub is { } hub
        ? $"{hub.AbsoluteUri.TrimEnd('/')}/verify/{code}"
        : throw new InvalidOperationException("Hub:BaseUrl is not set; nothing can be issued.");
}
