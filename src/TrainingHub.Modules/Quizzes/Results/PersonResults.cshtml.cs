using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>/studio/results/people/{id}: all quizzes one person took, with every attempt, for those who may see the person.</summary>
[Requires(QuizzesPermissions.Results)]
internal sealed class PersonResultsModel(Db db, ResultQuery results, HubSettings settings) : HubPage
{
    private const int Most = 500;

    internal sealed record Head(long Id, string Name, string SiteName);

    public Head Person { get; private set; } = null!;
    public IReadOnlyList<IGrouping<string, ResultRow>> Quizzes { get; private set; } = [];
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        var person = await db.Row<Head>($"select p.id, p.name, p.site_name from v_people_person p where p.id = @id and {PeopleScope.Sees("p.site_id", "p.department_id")}",
            new { id, viewer = Me.Id, permission = QuizzesPermissions.Results }, ct);
        if (person is null) return NotFound();
        Person = person;
        var rows = await results.Page(new ResultFilter(Person: id), null, Most, ct);
        Quizzes = [.. rows.GroupBy(r => T.Pick(r.TitleZh, r.TitleEn))];
        return Page();
    }
}
