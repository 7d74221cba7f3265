using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Api.Certificates;

/// <summary>One certificate: its data, and its paper.</summary>
internal static class ReadCertificate
{
    public static readonly Problem NoSuch = Problem.NotFound("There is no such certificate.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/certificates/{number}", Data)
            .Named("readCertificate", "A certificate by its serial").WithTags("Certificates").Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.OwnCertificates);
        api.MapGet("/certificates/{number}/pdf", Paper)
            .Named("downloadCertificate", "A certificate's paper as PDF; the same bytes every time").WithTags("Certificates")
            .Produces<FileContentHttpResult>(StatusCodes.Status200OK, "application/pdf").Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.OwnCertificates);
    }

    private static async Task<Results<Ok<CertificateItem>, Refused>> Data(string number, CertificateRows certificates, CancellationToken ct) =>
        await certificates.One(number, ApiNeeds.ViewCertificates, ct) is { } row ? TypedResults.Ok(row.Item) : (Refused)NoSuch;

    private static async Task<IResult> Paper(string number, CertificateRows certificates, ICertificatePapers papers, CancellationToken ct)
    {
        if (await certificates.One(number, ApiNeeds.ViewCertificates, ct) is not { } row) return (Refused)NoSuch;
        var pdf = await papers.Pdf(row.Number, ct);
        return pdf.Problem is { } problem ? (Refused)problem : TypedResults.File(pdf.Value!, "application/pdf", $"{row.Number}.pdf");
    }
}
