using Microsoft.AspNetCore.Authorization;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Api.Reference;

/// <summary>The API for people to read. It holds no secret, so nobody has to sign in for it.</summary>
[AllowAnonymous]
internal sealed class ApiDocsModel(ApiReference reference, HubSettings settings) : HubPage
{
    public IReadOnlyList<OperationGroup> Groups { get; private set; } = [];

    public static IEnumerable<(string Code, int Status, string Title)> Codes => Refusals.Codes.Select(c => (c, Refusals.StatusOf(c), Refusals.TitleOf(Refusals.StatusOf(c))));

    public Uri Address => settings.BaseUrl ?? new Uri($"{Request.Scheme}://{Request.Host}");

    public async Task OnGet(CancellationToken ct) => Groups = await reference.Groups(Address, ct);
}
