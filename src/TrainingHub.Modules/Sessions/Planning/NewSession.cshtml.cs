using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>/studio/sessions/new: what about, where, when, by whom, for how many.</summary>
[Requires(SessionsPermissions.Plan)]
internal sealed class NewSessionModel(PlanSession plan, SessionChoices choices, IPersonDirectory people) : HubPage
{
    [BindProperty]
    public SessionForm Form { get; set; } = new();

    public SessionChoices.View Shown { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var me = (await people.Find(Me.Id, ct))!;
        Form = new SessionForm { Day = (await people.Today(Me.Id, ct)).AddDays(7), From = new TimeOnly(14, 0), Trainer = me.Id, Site = me.SiteId };
        Shown = await choices.For(Form, null, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var read = Form.Plan();
        var problem = read.Problem;
        if (problem is null)
        {
            var made = await plan.Handle(read.Value!, ct);
            if (made.Problem is null) return Done($"/studio/sessions/{made.Value}", "The session is in the timetable.");
            problem = made.Problem;
        }
        Shown = await choices.For(Form, null, ct);
        return Refuse(problem);
    }
}
