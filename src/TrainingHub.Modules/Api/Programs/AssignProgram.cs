using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Assignments;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Api.Reference;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.Programs;

internal static class AssignProgram
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record AssignBody(
        [property: Description("Whom it is assigned to.")] long PersonId,
        [property: Description("The last day in time; absent where nobody is in a hurry.")] DateOnly? DueOn = null);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/programs/{slug}/assignments", Handle)
            .Named("assignProgram", "Assign a programme to a person; harmless where it is assigned already").WithTags("Programmes")
            .Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.EditCertifications).Writes(Repeats.GuardedByKey);

    private static async Task<Results<Made<AssignmentItem>, Refused>> Handle(string slug, AssignBody body, Db db, Actor me, ICertifications certifications, AssignmentRows assignments, CancellationToken ct)
    {
        // Whom one doesn't see one can't assign to, and doesn't learn of.
        var isSeen = await db.Scalar<long>($"select count(*) from v_people_person p where p.id = @PersonId and {PeopleScope.Sees("p.site_id", "p.department_id")}",
            new { body.PersonId, viewer = me.Id, permission = ApiNeeds.EditCertifications }, ct);
        if (isSeen == 0) return (Refused)Problem.NotFound("There is no such person.");
        var assigned = await certifications.Assign(body.PersonId, slug, body.DueOn, "manual", ct);
        if (assigned.Problem is { } problem) return (Refused)problem;
        var made = await assignments.Find("a.id = @id", new { id = assigned.Value }, ApiNeeds.EditCertifications, ct);
        return new Made<AssignmentItem>($"{ApiDocument.Root}/assignments?person={body.PersonId}", made.Single());
    }
}
