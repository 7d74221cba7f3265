using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certificates.Issued;

internal sealed record HeldCertificate(string Number, string TitleZh, string TitleEn, string State);

/// <summary>On a person's page: the certificates issued to them, the newest first.</summary>
internal sealed class CertificatesOnPersonPage(Db db, Actor actor, IPersonDirectory people, IPolicyDays days) : IPersonSection
{
    public async Task<PersonSection?> Of(long personId, CancellationToken ct)
    {
        var now = await days.Now(ct);
        var held = await db.Rows<HeldCertificate>(
            $"""
            select c.number, g.title_zh, g.title_en, {CertificateState.Sql(now, "@there")} as state
            from certificates_certificate c
            join v_people_person p on p.id = c.person_id
            join v_certification_program g on g.id = c.program_id
            where c.person_id = @personId and {PeopleScope.Sees("p.site_id", "p.department_id")}
            order by c.id desc
            """,
            new { personId, viewer = actor.Id, permission = CertificatesPermissions.View, today = now.Hub, dayBefore = now.Before, dayAfter = now.After, there = await people.Today(personId, ct) }, ct);
        return held.Count == 0 ? null : new PersonSection("/Certificates/Issued/_OnPersonPage.cshtml", held);
    }
}
