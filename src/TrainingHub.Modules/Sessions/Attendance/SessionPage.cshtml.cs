using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Sessions.Places;
using TrainingHub.Modules.Sessions.Planning;

namespace TrainingHub.Modules.Sessions.Attendance;

/// <summary>/studio/sessions/{id}: who has a place, changes, and after the end who was there.</summary>
[Requires(SessionsPermissions.Plan)]
internal sealed class SessionPageModel(Db db, FindSession sessions, ReadAttendance attendance, SessionChoices choices, TimeProvider clock) : HubPage
{
    public SessionRow Session { get; private set; } = null!;
    public TimeZoneInfo Zone { get; private set; } = null!;
    public SessionPhase Phase { get; private set; }
    public IReadOnlyList<AttendanceRow> People { get; private set; } = [];

    /// <summary>Null where nothing can be changed any more.</summary>
    public SessionChoices.View? Shown { get; private set; }

    public bool ShowsBoard { get; private set; }

    /// <summary>By whom a confirmation was begun and refused: what was typed.</summary>
    public Dictionary<long, Presence> Typed { get; private set; } = [];

    [BindProperty] public SessionForm Form { get; set; } = new();
    [BindProperty] public string? Why { get; set; }
    [BindProperty] public string? Number { get; set; }

    /// <summary>Which part was refused, so that it is open again.</summary>
    public string? Refused { get; private set; }

    public bool IsConfirmable => Phase == SessionPhase.Over && People.Any(p => p.HasSeat && p.Said is null && p.PersonId != Me.Id);

    private string Here => $"/studio/sessions/{Session.Id}";

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostChangeAsync(long id, [FromServices] ChangeSession change, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var plan = Form.Plan();
        var problem = plan.Problem ?? await change.Handle(id, plan.Value!, Form.Revision, ct);
        if (problem is null) return Done(Here, "Saved. Whoever has a place is told of a new time or place.");
        // What was typed stays, on top of the session as it is now: posted once more it replaces what somebody else wrote.
        var typed = Form;
        await Load(id, ct);
        typed.Revision = Session.Revision;
        Shown = Shown is null ? null : Shown with { Form = typed };
        return Again(problem, "change");
    }

    public async Task<IActionResult> OnPostCancelAsync(long id, [FromServices] CancelSession cancel, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        return await cancel.Handle(id, Why, ct) is { } problem ? Again(problem, "cancel") : Done(Here, "The session is cancelled. Whoever had a place is told.");
    }

    public async Task<IActionResult> OnPostAddAsync(long id, [FromServices] BookPlace book, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        // Whom the trainer may not see can't be found by trying numbers.
        var found = await db.Row<long?>(
            $"select p.id from v_people_person p where lower(p.employee_number) = @number and {PeopleScope.Sees("p.site_id", "p.department_id")}",
            new { number = (Number ?? "").Trim().ToLowerInvariant(), viewer = Me.Id, permission = SessionsPermissions.Plan }, ct);
        if (found is not { } personId) return Again(Problem.Because("Nobody of your people has this employee number."), "add");
        var booked = await book.Handle(id, personId, isInvited: true, ct);
        return booked.Problem is { } problem ? Again(problem, "add") : Done(Here, booked.Value == PlaceState.Booked ? "The person has a seat." : "All seats are taken; the person is on the waiting list.");
    }

    /// <summary>To somebody on the waiting list who was there.</summary>
    public async Task<IActionResult> OnPostSeatAsync(long id, long person, [FromServices] BookPlace book, CancellationToken ct)
    {
        if (!await Load(id, ct) || !People.Any(p => p.PersonId == person)) return NotFound();
        return (await book.Handle(id, person, isInvited: true, ct)).Problem is { } problem ? Refuse(problem) : Done(Here, "The person has a seat.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(long id, long person, [FromServices] GiveUpPlace giveUp, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        return await giveUp.Handle(id, person, byOther: true, ct) is { } problem ? Refuse(problem) : Done(Here, "The person is off the list and is told.");
    }

    public async Task<IActionResult> OnPostConfirmAsync(long id, [FromServices] ConfirmPresence confirm, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        var form = await Request.ReadFormAsync(ct);
        Typed = People.Where(p => form.ContainsKey($"said-{p.PersonId}")).ToDictionary(p => p.PersonId, p => new Presence(p.PersonId, form[$"said-{p.PersonId}"] == "present", form[$"note-{p.PersonId}"]));
        if (await confirm.Handle(id, [.. Typed.Values], ct) is not { } problem) return Done(Here, "Confirmed. Who was present has it as evidence.");
        await Load(id, ct);
        return Refuse(problem);
    }

    public async Task<IActionResult> OnPostCorrectAsync(long id, long person, bool present, string? note, [FromServices] CorrectPresence correct, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        return await correct.Handle(id, new Presence(person, present, note), Why, ct) is { } problem ? Again(problem, $"correct-{person}") : Done(Here, "Corrected. What was said before stays on record.");
    }

    private PageResult Again(Problem problem, string part)
    {
        Refused = part;
        return Refuse(problem);
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await sessions.Run(id, SessionsPermissions.Plan, ct) is not { } session) return false;
        var now = clock.GetUtcNow();
        (Session, Zone, Phase) = (session, await sessions.Zone(session.SiteId, ct), session.Phase(now));
        ShowsBoard = session.CancelledAt is null && now <= session.EndsAt;
        People = await attendance.Of(id, ct);
        Shown = Phase is SessionPhase.Coming or SessionPhase.Running ? await choices.For(SessionForm.Of(session, Zone), session, ct) : null;
        return true;
    }
}
