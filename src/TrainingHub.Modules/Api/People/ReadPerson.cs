using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.People;

internal static class ReadPerson
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/people/{id:long}", Handle).Named("readPerson", "A person in one's scope").WithTags("People").Tells(StatusCodes.Status404NotFound).Needs(ApiNeeds.ViewPeople);

    private static async Task<Results<Ok<PersonItem>, Refused>> Handle(long id, Db db, Actor me, CancellationToken ct) =>
        await Find(id, ApiNeeds.ViewPeople, db, me, ct) is { } person ? TypedResults.Ok(person) : (Refused)Problem.NotFound("There is no such person.");

    /// <summary>Null where there is none, or none that the token's person sees with this permission.</summary>
    public static Task<PersonItem?> Find(long id, string permission, Db db, Actor me, CancellationToken ct) =>
        db.Row<PersonItem>($"select {PersonItem.Columns} from v_people_person p where p.id = @id and {PeopleScope.Sees("p.site_id", "p.department_id")}", new { id, viewer = me.Id, permission }, ct);
}
