using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certificates;

/// <summary>Gives out PDFs: one's own, or those of people in the viewer's scope. Whatever is outside of it does not exist.</summary>
internal sealed class DownloadCertificate(Db db, ICertificatePapers papers, Actor actor)
{
    public async Task<IResult> Own(string number, CancellationToken ct) =>
        await Send(number, await db.Scalar<string>("select program from certificates_certificate where number = @number and person_id = @me", new { number, me = actor.Id }, ct), ct);

    public async Task<IResult> InScope(string number, CancellationToken ct) =>
        await Send(number, await db.Scalar<string>(
            $"""
            select c.program from certificates_certificate c join v_people_person p on p.id = c.person_id
            where c.number = @number and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """,
            new { number, viewer = actor.Id, permission = CertificatesPermissions.View }, ct), ct);

    private async Task<IResult> Send(string number, string? program, CancellationToken ct)
    {
        if (program is null) return TypedResults.NotFound();
        var paper = await papers.Pdf(number, ct);
        return paper.Value is { } pdf ? TypedResults.File(pdf, "application/pdf", CertificateFile.Name(program, number)) : TypedResults.NotFound();
    }
}

internal static class CertificateFile
{
    /// <summary>"Grooming-GROO-2026-000001.pdf": the programme, so that a folder of them can be read, and the serial.</summary>
    public static string Name(string program, string number) =>
        $"{string.Join('-', program.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]))}-{number}.pdf";
}
