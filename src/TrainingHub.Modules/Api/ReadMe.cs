using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api;

/// <summary>Who the token is.</summary>
internal static class ReadMe
{
    internal sealed record MeBody(
        long Id, string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, string Site,
        [property: Description("Every role the person has somewhere; learner always.")] IReadOnlyList<string> Roles);

    private sealed record Row(string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, string SiteCode);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me", Handle).Named("readMe", "Who the token is").WithTags("Me").Needs(ApiNeeds.Self);

    private static async Task<Ok<MeBody>> Handle(Db db, Actor me, CancellationToken ct)
    {
        var row = (await db.Row<Row>("select name, latin_name, email, employee_number, language, site_code from v_people_person where id = @Id", new { me.Id }, ct))!;
        return TypedResults.Ok(new MeBody(me.Id, row.Name, row.LatinName, row.Email, row.EmployeeNumber, row.Language, row.SiteCode, [.. me.Roles.Order(StringComparer.Ordinal)]));
    }
}
