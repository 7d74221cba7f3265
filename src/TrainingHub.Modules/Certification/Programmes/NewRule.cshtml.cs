using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>Makes a rule; shows whom it catches before it is saved.</summary>
[Requires(CertificationPermissions.Edit)]
internal sealed class NewRuleModel(Db db, AudienceChoices choices, IAudiences audiences, CheckRule check, CreateRule create, CompareRule compare, HubSettings settings, TimeProvider clock)
    : RuleFormModel(db, choices, audiences, compare, settings, clock)
{
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        DueIn = "14";
        return await Load(slug, [], ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostPreviewAsync(string slug, CancellationToken ct) => Look(slug, asCsv: false, ct);

    public Task<IActionResult> OnPostCsvAsync(string slug, CancellationToken ct) => Look(slug, asCsv: true, ct);

    public async Task<IActionResult> OnPostSaveAsync(string slug, CancellationToken ct)
    {
        if (!await Load(slug, [], ct)) return NotFound();
        var (terms, slip) = Typed();
        if (terms is null) return Refuse(slip!);
        return (await create.Handle(Program.Id, terms, ct)).Problem is { } problem
            ? Refuse(problem)
            : terms.StartsOn > Today ? Done($"/hr/programs/{slug}", "The rule was made. It is applied from its first day.") : Done($"/hr/programs/{slug}", "The rule was made. It is being applied now.");
    }

    private async Task<IActionResult> Look(string slug, bool asCsv, CancellationToken ct)
    {
        if (!await Load(slug, [], ct)) return NotFound();
        var (terms, slip) = Typed();
        if (terms is null) return Refuse(slip!);
        if (await check.Handle(terms, ct) is { } problem) return Refuse(problem);
        await Compare(terms, ct);
        return asCsv ? Csv(terms, Difference!) : Page();
    }
}
