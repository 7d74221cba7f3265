using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.FloorChecks.Filling;

/// <summary>Fills in a checklist for a person: shows what comes of it, then hands it in.</summary>
[Requires(FloorChecksPermissions.Fill)]
internal sealed class FillCheckModel(CheckSheets sheets, CheckedPeople people, HandInCheck handIn, Entropy entropy) : HubPage
{
    public CheckedPerson Person { get; private set; } = null!;
    public CheckFields Fields { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long person, string course, string list, CancellationToken ct)
    {
        if (await people.Find(person, ct) is not { } found || await sheets.Current(course, list, ct) is not { } current || await sheets.For(current, person, ct) is not { } sheet) return NotFound();
        (Person, Fields) = (found, new CheckFields(sheet, new FilledSheet(entropy.Uuid(), [], null), null, IsCorrection: false, null));
        return Page();
    }

    public async Task<IActionResult> OnPostLookAsync(long person, string course, string list, CancellationToken ct)
    {
        if (!await Load(person, course, list, ct)) return NotFound();
        var (judged, incomplete) = WriteCheck.Judge(Fields.Sheet, Fields.Filled);
        if (judged is null) return Refuse(incomplete!);
        Fields = Fields with { Verdict = judged.Verdict };
        return Page();
    }

    public async Task<IActionResult> OnPostHandInAsync(long person, string course, string list, string? seen, CancellationToken ct)
    {
        if (!await Load(person, course, list, ct)) return NotFound();
        var (judged, incomplete) = WriteCheck.Judge(Fields.Sheet, Fields.Filled);
        if (judged is null) return Refuse(incomplete!);
        Fields = Fields with { Verdict = judged.Verdict };
        if (Fields.Seen != seen) return Refuse(Problem.Because("Answers were changed since the result was shown. Look at the result below, then hand it in."));
        var (id, problem) = await handIn.Handle(person, Fields.Sheet.ListId, Fields.Filled, ct);
        return problem is not null ? Refuse(problem) : Done($"/hr/checks/{id}", "The check was handed in.");
    }

    /// <summary>With the list that the form showed: a course that is published meanwhile loses nobody what they have filled in.</summary>
    private async Task<bool> Load(long person, string course, string list, CancellationToken ct)
    {
        var form = await Request.ReadFormAsync(ct);
        if (!long.TryParse(form["Sheet"], out var listId) || await people.Find(person, ct) is not { } found || await sheets.For(listId, person, ct) is not { } sheet || sheet.Key != $"{course}/{list}") return false;
        (Person, Fields) = (found, new CheckFields(sheet, CheckFields.Read(form, sheet), null, IsCorrection: false, null));
        return true;
    }
}
