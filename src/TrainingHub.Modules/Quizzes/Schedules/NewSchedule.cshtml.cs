using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>/studio/schedules/new: which quiz, when and how often, for whom.</summary>
[Requires(QuizzesPermissions.Schedule)]
internal sealed class NewScheduleModel(SaveSeries save, ScheduleChoices choices, HubSettings settings, TimeProvider clock) : HubPage
{
    [BindProperty]
    public ScheduleForm Form { get; set; } = new();

    public ScheduleChoices.View Shown { get; private set; } = null!;

    public Task OnGetAsync(CancellationToken ct)
    {
        // Tomorrow, a working day long, is the commonest wish.
        var tomorrow = settings.TimeZone.DayOf(clock.GetUtcNow()).AddDays(1);
        Form = new ScheduleForm { From = tomorrow, Opens = new TimeOnly(9, 0), OpenFor = 9, Weekdays = [tomorrow.DayOfWeek], Day = tomorrow.Day, Weekday = tomorrow.DayOfWeek };
        return Load(false, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var plan = Form.Plan();
        var problem = plan.Problem;
        if (problem is null)
        {
            var saved = await save.Handle(plan.Value!, ct);
            if (saved.Problem is null) return Done($"/studio/schedules/{saved.Value}", "{0} is scheduled.", plan.Value!.Title.Trim());
            problem = saved.Problem;
        }
        await Load(false, ct);
        return Refuse(problem);
    }

    /// <summary>Counts whom it would catch; saves nothing.</summary>
    public Task OnPostCountAsync(CancellationToken ct) => Load(true, ct);

    private async Task Load(bool counted, CancellationToken ct) => Shown = await choices.For(Form, isNew: true, counted, ct);
}
