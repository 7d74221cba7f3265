using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.FloorChecks.Results;

/// <summary>A check as it is shown to whoever may see it.</summary>
/// <param name="Earlier">What stood there before it was corrected.</param>
/// <param name="Address">Of a check by its number, up to it.</param>
internal sealed record ShownCheck(CheckHeader Check, CheckSheet Sheet, IReadOnlyList<CheckHeader> Earlier, TimeZoneInfo Zone, string Address);

/// <summary>One check: every item with its answer and note, and what stood there before it was corrected.</summary>
[Requires(FloorChecksPermissions.View)]
internal sealed class CheckPageModel(ReadChecks checks, CheckSheets sheets, HubSettings settings) : HubPage
{
    public ShownCheck Shown { get; private set; } = null!;
    public bool MayCorrect { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await checks.Find(id, FloorChecksPermissions.View, ct) is not { } check) return NotFound();
        var sheet = (await sheets.Answered(check.ListId, [.. check.Answers.Select(a => a.Code)], ct))!;
        Shown = new ShownCheck(check, sheet, [.. (await checks.History(check, ct)).Where(h => h.Number != check.Number)], settings.TimeZone, "/hr/checks");
        MayCorrect = check.IsLast && check.PersonId != Me.Id && Me.Can(FloorChecksPermissions.Fill) && await checks.Find(id, FloorChecksPermissions.Fill, ct) is not null;
        return Page();
    }
}
