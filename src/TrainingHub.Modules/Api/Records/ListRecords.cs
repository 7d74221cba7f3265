using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Records.Contracts;

namespace TrainingHub.Modules.Api.Records;

internal static class ListRecords
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/records", Handle)
            .Named("listRecords", "Certification records of the people in one's scope").WithTags("Records")
            .WithDescription("With Accept: text/csv all of them come as one CSV stream, without pages.")
            .Produces<Page<RecordEntry>>().Tells(StatusCodes.Status404NotFound).Paged().Needs(ApiNeeds.ViewRecords);

    private static async Task<IResult> Handle(
        [AsParameters] PageQuery page, HttpRequest request, IRecords records, Actor me, CancellationToken ct,
        [Description("Only people of this site and all sites below it, by its code.")] string? site = null,
        [Description("Only those of this programme, by its slug.")] string? program = null,
        [Description("Only those with this status; history for all that ever were; those that are current where absent.")] string? status = null,
        [Description("The day whose status is asked; today where absent.")] DateOnly? asOf = null,
        [Description("True: what is now known of that day, instead of what was recorded by its end.")] bool corrected = false)
    {
        if (status is not null && !records.Statuses.Contains(status)) return (Refused)Refusals.Choice("status", status, records.Statuses);
        var wish = new RecordWish(site, program, status, asOf, corrected);
        if (await records.Unknown(wish, ct) is { } unknown) return (Refused)unknown;
        if (request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/csv" && a.Quality is not 0))
            return TypedResults.Stream(to => records.WriteCsv(wish, me.Id, to, ct), "text/csv; charset=utf-8", "records.csv");
        return TypedResults.Ok(page.Range.Of(await records.After(wish, me.Id, page.Range.After, page.Range.Fetch, ct), r => r.Id));
    }
}
