using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Excuses;
using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Assigns a programme by hand: finds people who are not assigned yet, by number, name or where they work, and takes those that are ticked.</summary>
[Requires(CertificationPermissions.Edit)]
internal sealed class AssignPeopleModel(Db db, AudienceChoices choices, AssignMany assign, IPolicyDays days) : SearchPage
{
    public sealed record Header(long Id, string Slug, string TitleZh, string TitleEn);

    public sealed record Person(long Id, string Name, string? EmployeeNumber, string SiteName, string? PositionZh, string? PositionEn, bool IsExcused);

    public Header Program { get; private set; } = null!;
    public ILookup<string, Choice> Choices { get; private set; } = null!;
    public IReadOnlyList<Person> People { get; private set; } = [];
    public bool HasMore { get; private set; }

    [BindProperty(SupportsGet = true)] public string? Site { get; set; }
    [BindProperty(SupportsGet = true)] public string? Position { get; set; }
    [BindProperty] public long[] Chosen { get; set; } = [];
    [BindProperty] public string? DueOn { get; set; }

    /// <summary>The words as they stand in the address.</summary>
    public string? Sealed => Find;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await Load(slug, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAssignAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        DateOnly? due = null;
        if (!string.IsNullOrWhiteSpace(DueOn))
        {
            if (!DateOnly.TryParseExact(DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Refuse(Problem.Because("Write the due date as 2026-03-14."));
            due = day;
        }
        var (count, problem) = await assign.Handle(Program.Id, Chosen, due, ct);
        return problem is not null ? Refuse(problem) : Done($"/hr/programs/{slug}", "{0} people were assigned.", count);
    }

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var program = await db.Row<Header>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.slug = @slug", new { slug }, ct);
        if (program is null) return false;
        Program = program;
        Choices = await choices.All(Me.Id, CertificationPermissions.Edit, ct);
        var today = await days.Now(ct);
        var rows = await db.Rows<Person>(
            $"""
            select p.id, p.name, p.employee_number, p.site_name, p.position_zh, p.position_en,
                   exists (select 1 from certification_excuse x where x.person_id = p.id and x.program_id = @Id and {Excuse.Holds}) as is_excused
            from v_people_person p
            where (p.left_on is null or p.left_on >= @Hub) and {PeopleScope.Sees("p.site_id", "p.department_id")}
            and not exists (select 1 from v_certification_requirement q where q.person_id = p.id and q.program_id = @Id and q.is_assigned
                and not exists (select 1 from certification_excuse x where x.person_id = p.id and x.program_id = @Id and {Excuse.Holds}))
            and (cast(@find as text) is null or lower(p.name) like @find or lower(p.employee_number) like @find)
            and (cast(@site as text) is null or p.site_id in (select r.site_id from v_people_site_tree r join v_people_site s on s.id = r.ancestor_id where s.code = @site))
            and (cast(@position as text) is null or p.position_code = @position)
            order by p.name_sort, p.id limit {AssignMany.Most + 1}
            """,
            new { Program.Id, today.Hub, day = today.Hub, viewer = Me.Id, permission = CertificationPermissions.Edit, find = string.IsNullOrWhiteSpace(Q) ? null : $"%{Q.Trim().ToLowerInvariant()}%", site = Blank(Site), position = Blank(Position) }, ct);
        HasMore = rows.Count > AssignMany.Most;
        People = [.. rows.Take(AssignMany.Most)];
        return true;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
