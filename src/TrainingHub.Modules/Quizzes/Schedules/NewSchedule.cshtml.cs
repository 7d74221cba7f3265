using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>/studio/schedules/new: which quiz, when, for whom.</summary>
[Requires(QuizzesPermissions.Schedule)]
internal sealed class NewScheduleModel(Db db, ScheduleQuiz schedule, HubSettings settings, TimeProvider clock) : HubPage
{
    internal sealed record QuizChoice(long Id, string TitleZh, string TitleEn);

    internal sealed record Choice(string Code, string NameZh, string NameEn);

    internal sealed record Group(string Legend, string Name, IReadOnlyList<Choice> Choices, IReadOnlyCollection<string> Chosen);

    public IReadOnlyList<QuizChoice> Quizzes { get; private set; } = [];
    public IReadOnlyList<Group> Groups { get; private set; } = [];
    public long Quiz { get; private set; }
    public string Heading { get; private set; } = "";
    public DateTime? Opens { get; private set; }
    public DateTime? Closes { get; private set; }
    public string ZoneName => settings.TimeZone.Id;

    public Task OnGetAsync(CancellationToken ct)
    {
        // Tomorrow, a working day long, is the commonest wish.
        var tomorrow = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), settings.TimeZone).Date.AddDays(1);
        return Load(0, "", tomorrow.AddHours(9), tomorrow.AddHours(18), [], [], [], ct);
    }

    public async Task<IActionResult> OnPostAsync(long quiz, string? heading, DateTime? opens, DateTime? closes, string[] sites, string[] departments, string[] positions, CancellationToken ct)
    {
        var problem = opens is null || closes is null
            ? Problem.Because("Say when it opens and when it closes.")
            : (await schedule.Handle(new NewSchedule(quiz, heading ?? "", opens.Value, closes.Value, new Audience(sites, departments, positions)), ct)).Problem;
        if (problem is null) return Done("/studio/schedules", "{0} is scheduled.", heading!.Trim());
        await Load(quiz, heading ?? "", opens, closes, sites, departments, positions, ct);
        return Refuse(problem);
    }

    private async Task Load(long quiz, string heading, DateTime? opens, DateTime? closes, string[] sites, string[] departments, string[] positions, CancellationToken ct)
    {
        (Quiz, Heading, Opens, Closes) = (quiz, heading, opens, closes);
        var scope = new { viewer = Me.Id, permission = QuizzesPermissions.Schedule };
        Quizzes = await db.Rows<QuizChoice>("select id, title_zh, title_en from v_quiz order by slug", null, ct);
        Groups =
        [
            new Group(T["Sites"], "sites", await db.Rows<Choice>($"select s.code, s.name as name_zh, s.name as name_en from v_people_site s where {PeopleScope.Sees("s.id", "-1")} order by s.code", scope, ct), sites),
            new Group(T["Departments"], "departments", await db.Rows<Choice>($"select d.code, min(d.name) as name_zh, min(d.name) as name_en from v_people_department d where {PeopleScope.Sees("d.site_id", "d.id")} group by d.code order by d.code", scope, ct), departments),
            new Group(T["Positions"], "positions", await db.Rows<Choice>("select code, name_zh, name_en from v_people_position order by code", null, ct), positions),
        ];
    }
}
