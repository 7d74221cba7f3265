using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Where a course's questions stood before they were a part of the one list: bookmarks go on working.</summary>
internal static class BankEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var propose = new RequiresAttribute(QuizzesPermissions.Propose);
        endpoints.MapGet("/studio/courses/{slug}/questions", (string slug) => TypedResults.LocalRedirect($"/studio/questions?course={Uri.EscapeDataString(slug)}")).RequireAuthorization(propose);
        endpoints.MapGet("/studio/courses/{slug}/questions/{id:long}", (long id) => TypedResults.LocalRedirect($"/studio/questions/{id}")).RequireAuthorization(propose);
    }
}
