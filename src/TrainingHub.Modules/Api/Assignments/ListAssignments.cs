using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;

namespace TrainingHub.Modules.Api.Assignments;

internal static class ListAssignments
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/assignments", Handle)
            .Named("listAssignments", "What people must hold: one's own, and with the permission to see certifications those of everybody in one's scope").WithTags("Assignments")
            .Paged().Needs(ApiNeeds.OwnCertifications);

    private static async Task<Results<Ok<Page<AssignmentItem>>, Refused>> Handle(
        [AsParameters] PageQuery page, AssignmentRows assignments, CancellationToken ct,
        [Description("Only this person's, by id.")] long? person = null,
        [Description("Only those with this status.")] string? status = null)
    {
        if (status is not null && !AssignmentRows.Statuses.Contains(status)) return (Refused)Refusals.Choice("status", status, AssignmentRows.Statuses);
        var rows = await assignments.Find(
            "a.id > @After and (cast(@person as bigint) is null or a.person_id = @person) and (cast(@status as text) is null or a.status = @status) order by a.id limit @Fetch",
            new { page.Range.After, page.Range.Fetch, person, status }, ApiNeeds.ViewCertifications, ct);
        return TypedResults.Ok(page.Range.Of(rows, r => r.Id));
    }
}
