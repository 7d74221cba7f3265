using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TrainingHub.Modules.Api.Conventions;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.People;

internal static class ListPeople
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/people", Handle).Named("listPeople", "People in one's scope, also those who have left").WithTags("People").Paged().Needs(ApiNeeds.ViewPeople);

    private static async Task<Ok<Page<PersonItem>>> Handle(
        [AsParameters] PageQuery page, Db db, Actor me, CancellationToken ct,
        [Description("Only people of this site and all sites below it, by its code.")] string? site = null,
        [Description("Only the person with this employee number.")] string? employeeNumber = null)
    {
        var rows = await db.Rows<PersonItem>(
            $"""
            select {PersonItem.Columns} from v_people_person p
            where p.id > @After and {PeopleScope.Sees("p.site_id", "p.department_id")}
              and (cast(@site as text) is null or p.site_id in (select t.site_id from v_people_site_tree t join v_people_site s on s.id = t.ancestor_id where s.code = @site))
              and (cast(@employeeNumber as text) is null or p.employee_number = @employeeNumber)
            order by p.id limit @Fetch
            """,
            new { page.Range.After, page.Range.Fetch, viewer = me.Id, permission = ApiNeeds.ViewPeople, site, employeeNumber }, ct);
        return TypedResults.Ok(page.Range.Of(rows, r => r.Id));
    }
}
