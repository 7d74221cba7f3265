using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Api.Reference;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.People;

/// <summary>Hires a person, and changes one.</summary>
internal static class WritePerson
{
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record HireBody(
        string Name,
        [property: Description("zh-CN or en: the language of their pages and mails.")] string Language,
        DateOnly HiredOn,
        [property: Description("The site's code.")] string Site,
        string? LatinName = null, string? Email = null, string? EmployeeNumber = null,
        [property: Description("The department's code.")] string? Department = null,
        [property: Description("The position's code.")] string? Position = null);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ChangeBody(
        string? Name = null, string? Language = null, DateOnly? HiredOn = null, string? LatinName = null, string? Email = null, string? EmployeeNumber = null,
        [property: Description("The site's code; a new one without department leaves the department.")] string? Site = null,
        [property: Description("The department's code.")] string? Department = null,
        [property: Description("The position's code.")] string? Position = null,
        [property: Description("From when a new placement counts; today where absent.")] DateOnly? MovedOn = null,
        [property: Description("The last day of work.")] DateOnly? LeftOn = null);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/people", Hire)
            .Named("hirePerson", "Hire a person").WithTags("People").Tells(StatusCodes.Status409Conflict).Needs(ApiNeeds.EditPeople).Writes(Repeats.GuardedByKey);
        api.MapPatch("/people/{id:long}", Change)
            .Named("changePerson", "Change a person: facts, placement, last day of work").WithTags("People").WithDescription("What is absent or null stays as it is.")
            .Tells(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict).Needs(ApiNeeds.EditPeople).Writes(Repeats.GuardedByKey);
    }

    private static async Task<Results<Made<PersonItem>, Refused>> Hire(HireBody body, IPeopleCommands people, Db db, Actor me, CancellationToken ct)
    {
        var hired = await people.Hire(new PersonDraft(body.Name, body.LatinName, body.Email, body.EmployeeNumber, body.Language, body.HiredOn, body.Site, body.Department, body.Position), ct);
        if (hired.Problem is { } problem) return (Refused)problem;
        var made = (await ReadPerson.Find(hired.Value, ApiNeeds.EditPeople, db, me, ct))!;
        return new Made<PersonItem>($"{ApiDocument.Root}/people/{made.Id}", made);
    }

    private static async Task<Results<Ok<PersonItem>, Refused>> Change(long id, ChangeBody body, IPeopleCommands people, IPersonDirectory directory, Db db, Actor me, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await ReadPerson.Find(id, ApiNeeds.EditPeople, db, me, ct) is not { } now) return (Refused)Problem.NotFound("There is no such person.");
        var staysHere = body.Site is null || body.Site == now.Site;
        var draft = new PersonDraft(
            body.Name ?? now.Name, body.LatinName ?? now.LatinName, body.Email ?? now.Email, body.EmployeeNumber ?? now.EmployeeNumber, body.Language ?? now.Language, body.HiredOn ?? now.HiredOn,
            body.Site ?? now.Site, body.Department ?? (staysHere ? now.Department : null), body.Position ?? now.Position);
        if (await people.Change(id, draft, body.MovedOn ?? await directory.Today(id, ct), body.LeftOn, ct) is { } problem) return (Refused)problem;
        // Moved out of one's scope it can't be shown any more, but it was done: the answer says what was asked.
        var changed = await ReadPerson.Find(id, ApiNeeds.EditPeople, db, me, ct)
            ?? now with { Name = draft.Name, LatinName = draft.LatinName, Email = draft.Email, EmployeeNumber = draft.EmployeeNumber, Language = draft.Language, HiredOn = draft.HiredOn, Site = draft.Site, Department = draft.Department, Position = draft.Position, LeftOn = body.LeftOn };
        await tx.Commit(ct);
        return TypedResults.Ok(changed);
    }
}
