using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>/studio/schedules/{id}/edit: the plan, for all times that have not opened yet.</summary>
[Requires(QuizzesPermissions.Schedule)]
internal sealed class EditScheduleModel(SaveSeries save, ReadSeries read, ScheduleChoices choices) : HubPage
{
    [BindProperty]
    public ScheduleForm Form { get; set; } = new();

    public SeriesView Series { get; private set; } = null!;
    public ScheduleChoices.View Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (!await Find(id, ct)) return NotFound();
        Form = ScheduleForm.Of(Series.Plan, Series.Revision);
        await Load(false, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken ct)
    {
        if (!await Find(id, ct)) return NotFound();
        Form.Quiz = Series.Plan.QuizId;
        Form.More.Keep(Series.Plan.Audience);
        var plan = Form.Plan();
        var problem = plan.Problem ?? await save.Handle(id, Form.Revision, plan.Value!, ct);
        if (problem is null) return Done($"/studio/schedules/{id}", "{0} was changed. It holds for every time that has not opened yet.", plan.Value!.Title.Trim());
        await Load(false, ct);
        return Refuse(problem);
    }

    /// <summary>Counts whom it would catch; saves nothing.</summary>
    public async Task<IActionResult> OnPostCountAsync(long id, CancellationToken ct)
    {
        if (!await Find(id, ct)) return NotFound();
        Form.Quiz = Series.Plan.QuizId;
        Form.More.Keep(Series.Plan.Audience);
        await Load(true, ct);
        return Page();
    }

    private async Task<bool> Find(long id, CancellationToken ct)
    {
        if (await read.Find(id, ct) is not { } series) return false;
        Series = series;
        return true;
    }

    private async Task Load(bool counted, CancellationToken ct) => Shown = await choices.For(Form, isNew: false, counted, ct);
}
