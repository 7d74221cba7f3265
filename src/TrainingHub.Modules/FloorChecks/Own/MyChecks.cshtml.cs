using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.FloorChecks.Results;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.FloorChecks.Own;

/// <summary>How one was checked oneself.</summary>
[Requires(FloorChecksPermissions.Own)]
internal sealed class MyChecksModel(ReadChecks checks, IPersonDirectory people) : HubPage
{
    private const int Most = 100;

    public IReadOnlyList<CheckHeader> Checks { get; private set; } = [];
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public async Task OnGetAsync(CancellationToken ct) => (Checks, Zone) = (await checks.Of(Me.Id, Most, ct), (await people.Find(Me.Id, ct))!.Zone);
}

/// <summary>One of them, with every item and note.</summary>
[Requires(FloorChecksPermissions.Own)]
internal sealed class MyCheckModel(ReadChecks checks, CheckSheets sheets, IPersonDirectory people) : HubPage
{
    public ShownCheck Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await checks.Own(id, ct) is not { } check) return NotFound();
        var sheet = (await sheets.Answered(check.ListId, [.. check.Answers.Select(a => a.Code)], ct))!;
        Shown = new ShownCheck(check, sheet, [.. (await checks.History(check, ct)).Where(h => h.Number != check.Number)], (await people.Find(Me.Id, ct))!.Zone, "/learn/checks");
        return Page();
    }
}
