using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;

namespace TrainingHub.Modules.Certification.Periods;

internal sealed record CertificationsSection(long PersonId, IReadOnlyList<PersonProgram> Programs);

/// <summary>On a person's page: how they stand in each programme, and the way to all their periods.</summary>
internal sealed class CertificationsOnPersonPage(ICertifications certifications, Reach reach) : IPersonSection
{
    public async Task<PersonSection?> Of(long personId, CancellationToken ct) =>
        await reach.Sees(personId, CertificationPermissions.View, ct)
            ? new PersonSection("/Certification/Periods/_OnPersonPage.cshtml", new CertificationsSection(personId, await certifications.Of(personId, ct)))
            : null;
}
