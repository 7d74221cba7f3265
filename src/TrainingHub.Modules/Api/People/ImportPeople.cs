using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Api.People;

internal static class ImportPeople
{
    internal sealed record ImportBody(
        [property: Description("How many people were added.")] int Added,
        [property: Description("How many people were changed.")] int Changed,
        [property: Description("How many rows said what is already so.")] int Unchanged);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/people/import", Handle)
            .Named("importPeople", "Import people from a CSV file, all or nothing").WithTags("People")
            .WithDescription("Columns: name, latin_name, email, employee_number, language, hired_on, site, department, position, left_on. The same file again changes nothing. Where rows are wrong, \"faults\" names each with its line.")
            .Accepts<IFormFile>("text/csv").Needs(ApiNeeds.EditPeople).Writes(Repeats.HarmlessByNature, Operations.CsvLimit);

    private static async Task<Results<Ok<ImportBody>, Refused>> Handle(HttpRequest request, IPeopleCommands people, CancellationToken ct)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, ct);
        var imported = await people.Import(file.ToArray(), ct);
        return imported.Applied
            ? TypedResults.Ok(new ImportBody(imported.Added, imported.Changed, imported.Unchanged))
            : new Refused(Problem.Because("Nothing was imported: {0} rows are wrong. Mend them and send the file again.", imported.Refused.Count), [.. imported.Refused.Select(r => new LineFault(r.Line, r.What))]);
    }
}
