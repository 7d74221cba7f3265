using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Api.Certificates;

internal static class RevokeCertificate
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record RevokeBody([property: Description("Why; kept with the certificate, never shown to the public.")] string Reason);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/certificates/{number}/revoke", Handle)
            .Named("revokeCertificate", "Revoke a certificate: its period ends and a new one begins that needs fresh evidence").WithTags("Certificates")
            .Tells(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Needs(ApiNeeds.RevokeCertificates).Writes(Repeats.GuardedByKey);

    private static async Task<Results<Ok<CertificateItem>, Refused>> Handle(string number, RevokeBody body, Db db, CertificateRows certificates, ICertifications certifications, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await certificates.One(number, ApiNeeds.RevokeCertificates, ct) is not { } row) return (Refused)ReadCertificate.NoSuch;
        if (row.EndedAt is not null) return (Refused)Problem.Conflict("This certificate was revoked or superseded already.");
        if (await certifications.Revoke(row.PeriodId, body.Reason, ct) is { } problem) return (Refused)problem;
        var revoked = (await certificates.One(number, ApiNeeds.RevokeCertificates, ct))!;
        await tx.Commit(ct);
        return TypedResults.Ok(revoked.Item);
    }
}
