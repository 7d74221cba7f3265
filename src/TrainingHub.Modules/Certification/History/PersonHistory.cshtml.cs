using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.History;

/// <summary>Everything that happened to somebody's certifications, for whoever may see them.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class PersonHistoryModel(ReadTimeline read, TimelineWords words, Reach reach, IPersonDirectory people) : HubPage
{
    public PersonCard Person { get; private set; } = null!;
    public TimelineView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, string? program, int? part, CancellationToken ct)
    {
        if (!await reach.Sees(id, CertificationPermissions.View, ct) || await people.Find(id, ct) is not { } person) return NotFound();
        Person = person;
        View = await TimelineView.Of(read, words, T, $"/hr/people/{id}/certifications/history", isOwn: false, id, person.Zone, program, part, ct);
        return Page();
    }
}
