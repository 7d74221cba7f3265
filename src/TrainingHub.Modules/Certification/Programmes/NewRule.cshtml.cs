using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>Makes a rule; shows how many people it catches before it is saved.</summary>
[Requires(CertificationPermissions.Edit)]
internal sealed class NewRuleModel(Db db, AudienceChoices choices, IAudiences audiences, CreateRule create, HubSettings settings, TimeProvider clock) : HubPage
{
    public sealed record Header(long Id, string Slug, string TitleZh, string TitleEn);

    public Header Program { get; private set; } = null!;
    public ILookup<string, Choice> Choices { get; private set; } = null!;

    [BindProperty] public string[] Sites { get; set; } = [];
    [BindProperty] public string[] Departments { get; set; } = [];
    [BindProperty] public string[] Positions { get; set; } = [];
    [BindProperty] public int? HiredWithin { get; set; }
    [BindProperty] public int? EmployedFor { get; set; }
    [BindProperty] public AudienceFields More { get; set; } = new();
    [BindProperty] public int? DueIn { get; set; } = 14;

    /// <summary>Whom it would catch today; null before it was asked.</summary>
    public int? Catches { get; private set; }

    /// <summary>Of those, who is not assigned the programme yet.</summary>
    public int Fresh { get; private set; }

    public AudienceFieldsView MoreView { get; private set; } = null!;

    private Audience Audience => More.Complete(new Audience(Sites is [] ? null : Sites, Departments is [] ? null : Departments, Positions is [] ? null : Positions, HiredWithin, EmployedFor));

    private DateOnly Today => settings.TimeZone.DayOf(clock.GetUtcNow());

    private string Span => string.Create(CultureInfo.InvariantCulture, $"{DueIn}d");

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await Load(slug, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPreviewAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        if (Typed() is { } slip) return Refuse(slip);
        if (await create.Check(Audience, Span, ct) is { } problem) return Refuse(problem);
        var members = await audiences.Members(Audience, Today, ct);
        var assigned = await db.Rows<long>("select t.person_id from v_certification_standing t where t.program_id = @Id and t.is_assigned", new { Program.Id }, ct);
        Catches = members.Count;
        Fresh = members.Except(assigned).Count();
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        if (Typed() is { } slip) return Refuse(slip);
        var made = await create.Handle(Program.Id, Audience, Span, ct);
        return made.Problem is { } problem ? Refuse(problem) : Done($"/hr/programs/{slug}", "The rule was made. It is being applied now.");
    }

    private Problem? Typed() =>
        !ModelState.IsValid ? Problem.Because("Write days as whole numbers, and dates as 2026-03-14.")
        : DueIn is null or < 0 or > 3650 ? Problem.Because("Give the days until it is due, from 0 to 3650.")
        : null;

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var program = await db.Row<Header>("select v.id, v.slug, v.title_zh, v.title_en from v_certification_program v where v.slug = @slug", new { slug }, ct);
        if (program is null) return false;
        Program = program;
        Choices = await choices.All(Me.Id, CertificationPermissions.Edit, ct);
        NamedCode[] Named(string kind) => [.. Choices[kind].Select(c => new NamedCode(c.Code, c.NameZh, c.NameEn))];
        MoreView = new AudienceFieldsView("More.", More, Named("department"), Named("position"), await audiences.TagsInUse(Me.Id, CertificationPermissions.Edit, Today, ct), []);
        return true;
    }
}
