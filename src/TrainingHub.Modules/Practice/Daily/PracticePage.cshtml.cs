using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Practice.Daily;

/// <summary>/learn/practice: today's set, or when there is one again. The set itself is an attempt like any other.</summary>
[Requires(PracticePermissions.Do)]
internal sealed class PracticePageModel(DailyPractice daily, StartSet start) : HubPage
{
    public PracticeDay Practice { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => Practice = await daily.Whole(Me.Id, T.Language, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var started = await start.Handle(Me.Id, T.Language, ct);
        if (started.Problem is null) return LocalRedirect($"/learn/attempts/{started.Value}");
        Practice = await daily.Whole(Me.Id, T.Language, ct);
        return Refuse(started.Problem);
    }
}
