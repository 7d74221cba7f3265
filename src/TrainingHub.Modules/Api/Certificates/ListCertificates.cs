using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;

namespace TrainingHub.Modules.Api.Certificates;

internal static class ListCertificates
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/certificates", Handle)
            .Named("listCertificates", "Certificates: one's own, and with the permission to see others' those of everybody in one's scope").WithTags("Certificates")
            .Paged().Needs(ApiNeeds.OwnCertificates);

    private static async Task<Results<Ok<Page<CertificateItem>>, Refused>> Handle(
        [AsParameters] PageQuery page, CertificateRows certificates, CancellationToken ct,
        [Description("Only this person's, by id.")] long? person = null,
        [Description("Only those of this programme, by its slug.")] string? program = null,
        [Description("Only those with this status: valid, not-yet-valid, expired, revoked or superseded.")] string? status = null)
    {
        if (status is not null && !CertificateRows.Statuses.Contains(status)) return (Refused)Refusals.Choice("status", status, CertificateRows.Statuses);
        var rows = await certificates.Find(
            """
            c.id > @After and (cast(@person as bigint) is null or c.person_id = @person) and (cast(@program as text) is null or c.program = @program)
            and (cast(@status as text) is null or c.status = @status) order by c.id limit @Fetch
            """,
            new { page.Range.After, page.Range.Fetch, person, program, status }, ApiNeeds.ViewCertificates, ct);
        return TypedResults.Ok(page.Range.Of(rows, r => r.Id, r => r.Item));
    }
}
