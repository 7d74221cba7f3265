using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.FloorChecks.Results;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.FloorChecks.Filling;

/// <summary>Corrects a check that was handed in, with a reason.</summary>
[Requires(FloorChecksPermissions.Fill)]
internal sealed class CorrectCheckPageModel(ReadChecks checks, CheckSheets sheets, CheckedPeople people, CorrectCheck correct, Entropy entropy) : HubPage
{
    public CheckHeader Check { get; private set; } = null!;
    public CheckFields Fields { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostLookAsync(long id, CancellationToken ct) => await Load(id, ct) ? Judge() is { } problem ? Refuse(problem) : Page() : NotFound();

    public async Task<IActionResult> OnPostHandInAsync(long id, string? seen, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Judge() is { } incomplete) return Refuse(incomplete);
        if (Fields.Seen != seen) return Refuse(Problem.Because("Answers were changed since the result was shown. Look at the result below, then hand it in."));
        var (corrected, problem) = await correct.Handle(id, Check.Number, Fields.Filled, Fields.Reason, ct);
        return problem is not null ? Refuse(problem) : Done($"/hr/checks/{corrected}", "The check was corrected.");
    }

    private Problem? Judge()
    {
        var (judged, incomplete) = WriteCheck.Judge(Fields.Sheet, Fields.Filled);
        Fields = Fields with { Verdict = judged?.Verdict };
        return incomplete;
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await checks.Find(id, FloorChecksPermissions.Fill, ct) is not { } check || await people.Find(check.PersonId, ct) is null) return false;
        var sheet = (await sheets.Answered(check.ListId, [.. check.Answers.Select(a => a.Code)], ct))!;
        var form = HttpContext.Request.HasFormContentType ? await Request.ReadFormAsync(ct) : null;
        var filled = form is null ? new FilledSheet(entropy.Uuid(), check.Answers, check.Note) : CheckFields.Read(form, sheet);
        (Check, Fields) = (check, new CheckFields(sheet, filled, null, IsCorrection: true, form?["Reason"]));
        return true;
    }
}
