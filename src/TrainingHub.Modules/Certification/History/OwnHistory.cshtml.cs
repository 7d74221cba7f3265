using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Everything that happened to one's own certifications.</summary>
[Requires(CertificationPermissions.Own)]
internal sealed class OwnHistoryModel(ReadTimeline read, TimelineWords words, IPersonDirectory people) : HubPage
{
    public TimelineView View { get; private set; } = null!;

    public async Task OnGetAsync(string? program, int? part, CancellationToken ct) =>
        View = await TimelineView.Of(read, words, T, "/learn/programs/history", isOwn: true, Me.Id, (await people.Find(Me.Id, ct))!.Zone, program, part, ct);
}
