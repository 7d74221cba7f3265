using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Acknowledgements.Signing;

/// <summary>The standards somebody may sign, what is unsigned or changed first.</summary>
[Requires(AcknowledgementsPermissions.Sign)]
internal sealed class SignListModel(ClausesToSign clauses) : HubPage
{
    public IReadOnlyList<StandardToSign> Standards { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) =>
        Standards = [.. (await clauses.All(Me.Id, ct)).OrderBy(s => s.IsSigned).ThenBy(s => s.Slug, StringComparer.Ordinal)];
}
