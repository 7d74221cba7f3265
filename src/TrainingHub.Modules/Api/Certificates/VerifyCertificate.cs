using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Api.Certificates;

/// <summary>Public: what the verify page shows, and no more.</summary>
internal static class VerifyCertificate
{
    internal sealed record VerifyBody(
        string Number,
        [property: Description("valid, not-yet-valid, expired (in grace too), revoked, superseded")] string Status,
        [property: Description("The holder's masked name; null where the data was erased.")] string? Holder,
        LocalText Program, DateOnly ValidFrom, DateOnly? ExpiresOn,
        [property: Description("When it was revoked or superseded.")] DateOnly? EndedOn);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/verify/{code}", Handle).Named("verifyCertificate", "Whether a certificate is valid, by the code of its QR; no token needed").WithTags("Certificates").Tells(StatusCodes.Status404NotFound).AllowAnonymous();

    private static async Task<Results<Ok<VerifyBody>, Refused>> Handle(string code, ICertificateVerification verification, CancellationToken ct) =>
        await verification.Find(code, ct) is { } found
            ? TypedResults.Ok(new VerifyBody(found.Number, found.State, found.Holder, new LocalText(found.ProgramTitleZh, found.ProgramTitleEn), found.ValidFrom, found.ExpiresOn, found.EndedOn))
            : (Refused)ReadCertificate.NoSuch;
}
