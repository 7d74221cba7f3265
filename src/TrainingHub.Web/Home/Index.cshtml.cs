using Microsoft.AspNetCore.Mvc.RazorPages;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Practice.Contracts;

namespace TrainingHub.Web.Home;

/// <summary>"/": what is to be done today, what one holds, and what one answers for.</summary>
[Requires(HomeModule.See)]
internal sealed class IndexModel(TodaysWork work, Desk desk, IPersonDirectory people, IDailyPractice practice, HubSettings settings) : HubPage
{
    public string PersonName { get; private set; } = "";
    public DateOnly Today { get; private set; }
    public TimeZoneInfo Zone { get; private set; } = settings.TimeZone;
    public IReadOnlyList<WorkCard> ToDo { get; private set; } = [];
    public IReadOnlyList<PersonProgram> Held { get; private set; } = [];
    public IReadOnlyList<OpenQuiz> Quizzes { get; private set; } = [];
    public IReadOnlyList<ToRead> Changes { get; private set; } = [];

    /// <summary>Null where no set waits and none was begun.</summary>
    public PracticeToday? Practice { get; private set; }

    public IReadOnlyList<DeskFigure> Figures { get; private set; } = [];

    /// <summary>An administrator is told what keeps the hub from doing its work.</summary>
    public bool MissesBaseUrl => Me.Roles.Contains(Roles.Admin) && settings is { IsProduction: true, BaseUrl: null };

    public async Task OnGet(CancellationToken ct)
    {
        var person = await people.Find(Me.Id, ct);
        PersonName = person?.Name ?? Me.DisplayName;
        Zone = person?.Zone ?? settings.TimeZone;
        Today = await people.Today(Me.Id, ct);
        (ToDo, Held) = await work.Of(Me.Id, T, ct);
        Quizzes = await work.OpenQuizzes(Me.Id, desk.Now, ct);
        Changes = await work.Changes(Me.Id, ct);
        Practice = await practice.Of(Me.Id, T.Language, ct) is { State: PracticeState.Waiting or PracticeState.Open } today ? today : null;
        Figures = await desk.Figures(Today, ct);
    }

    /// <summary>The due date as a person says it: overdue, today, tomorrow, in n days, then the date.</summary>
    public (string Text, string Tone) Due(DateOnly due) => (due.DayNumber - Today.DayNumber) switch
    {
        < 0 and var late => (T["Overdue by {0} days", -late], "bad"),
        0 => (T["Due today"], "warn"),
        1 => (T["Due tomorrow"], "warn"),
        <= 14 and var days => (T["Due in {0} days", days], days <= 3 ? "warn" : "info"),
        _ => (T["Due {0}", T.Date(due)], "info"),
    };

    public (string Text, string Tone) Holding(PersonProgram held) => held.Status switch
    {
        "certified" => (T["Valid until {0}", held.ExpiresOn is { } e ? T.Date(e) : "—"], "ok"),
        "due-for-renewal" => (T["Renew by {0}", held.ExpiresOn is { } e ? T.Date(e) : "—"], "warn"),
        "in-grace" => (T["Expired, in grace until {0}", held.GraceEndsOn is { } g ? T.Date(g) : "—"], "warn"),
        "revoked" => (T["Revoked"], "bad"),
        _ => (T["Expired"], "bad"),
    };
}
