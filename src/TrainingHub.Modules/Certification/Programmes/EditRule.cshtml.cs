using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>Changes a rule; shows whom it would newly catch, release and keep before it is saved.</summary>
[Requires(CertificationPermissions.Edit)]
internal sealed class EditRuleModel(Db db, AudienceChoices choices, IAudiences audiences, IAudienceWords words, CheckRule check, ChangeRule change, CompareRule compare, Reach reach, HubSettings settings, TimeProvider clock)
    : RuleFormModel(db, choices, audiences, compare, settings, clock)
{
    private readonly Db db = db;
    private RuleVersion? rule;

    public override RuleVersion? Rule => rule;

    /// <summary>The version that the form was filled with.</summary>
    [BindProperty] public long Seen { get; set; }

    public async Task<IActionResult> OnGetAsync(string slug, long id, CancellationToken ct)
    {
        if (!await Find(slug, id, ct)) return NotFound();
        Show(Rule!);
        Seen = Rule!.Id;
        return await Load(slug, await More.SayKept(words, ct), ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostPreviewAsync(string slug, long id, CancellationToken ct) => Look(slug, id, asCsv: false, ct);

    public Task<IActionResult> OnPostCsvAsync(string slug, long id, CancellationToken ct) => Look(slug, id, asCsv: true, ct);

    public async Task<IActionResult> OnPostSaveAsync(string slug, long id, CancellationToken ct)
    {
        if (!await Posted(slug, id, ct)) return NotFound();
        var (terms, slip) = Typed();
        if (terms is null) return Refuse(slip!);
        return await change.Handle(id, Seen, terms, ct) is { } problem ? Refuse(problem) : Done($"/hr/programs/{slug}", "The rule was changed. It is being applied now.");
    }

    private async Task<IActionResult> Look(string slug, long id, bool asCsv, CancellationToken ct)
    {
        if (!await Posted(slug, id, ct)) return NotFound();
        var (terms, slip) = Typed();
        if (terms is null) return Refuse(slip!);
        if (await check.Handle(terms, ct) is { } problem) return Refuse(problem);
        await Compare(terms, ct);
        return asCsv ? Csv(terms, Difference!) : Page();
    }

    private async Task<bool> Posted(string slug, long id, CancellationToken ct)
    {
        if (!await Find(slug, id, ct)) return false;
        More.Keep(Rule!.Catches);
        return await Load(slug, await More.SayKept(words, ct), ct);
    }

    /// <summary>A rule that is in force or will be, and whose people the reader is responsible for.</summary>
    private async Task<bool> Find(string slug, long id, CancellationToken ct)
    {
        rule = await db.Row<RuleVersion>(
            $"""
            select {RuleVersion.Columns} from {RuleVersion.Tables} join certification_program p on p.id = u.program_id
            where u.id = @id and p.slug = @slug and (r.ends_on is null or r.ends_on > @Today) order by r.number desc limit 1
            """, new { id, slug, Today }, ct);
        return rule is not null && await reach.Audience(rule.Catches, CertificationPermissions.Edit, ct) is null;
    }
}
