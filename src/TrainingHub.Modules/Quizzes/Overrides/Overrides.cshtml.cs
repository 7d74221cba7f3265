using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Quizzes.Attempts;

namespace TrainingHub.Modules.Quizzes.Overrides;

/// <summary>What the form posts.</summary>
public sealed class OverrideForm
{
    /// <summary>Employee number or e-mail address.</summary>
    public string? Person { get; set; }
    public string? Minutes { get; set; }
    public string? Attempts { get; set; }
    public DateTime? Opens { get; set; }
    public DateTime? Closes { get; set; }
    public string? Reason { get; set; }
    public string[] Sites { get; set; } = [];
    public string[] Departments { get; set; } = [];
    public string[] Positions { get; set; } = [];
}

/// <summary>/studio/quizzes/{slug}/overrides: who has extra time or attempts at a quiz, why, and the form that grants it.</summary>
[Requires(QuizzesPermissions.Accommodate)]
internal sealed class OverridesModel(Db db, GrantOverride grant, EndOverride end, HubSettings settings) : HubPage
{
    internal sealed record Head(long Id, string Slug, string TitleZh, string TitleEn);

    internal sealed record Row(long Id, string? Name, string? Number, string? Audience, int? ExtraMinutes, int? ExtraAttempts, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, string Reason, string? GrantedBy, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

    internal sealed record Choice(string Code, string NameZh, string NameEn);

    internal sealed record Group(string Legend, string Name, IReadOnlyList<Choice> Choices, IReadOnlyCollection<string> Chosen);

    public Head Quiz { get; private set; } = null!;
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<Group> Groups { get; private set; } = [];
    public OverrideForm Form { get; private set; } = new();
    public TimeZoneInfo Zone => settings.TimeZone;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct) => await Load(slug, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string slug, OverrideForm form, CancellationToken ct)
    {
        Form = form;
        if (!await Load(slug, ct)) return NotFound();
        ModelState.Clear();
        var words = form.Person?.Trim();
        long? person = null;
        if (!string.IsNullOrEmpty(words))
        {
            person = await db.Scalar<long?>(
                $"select p.id from v_people_person p where (p.employee_number = @words or lower(p.email) = lower(@words)) and {PeopleScope.Sees("p.site_id", "p.department_id")}",
                new { words, viewer = Me.Id, permission = QuizzesPermissions.Accommodate }, ct);
            if (person is null) return Refuse(Problem.Because("Nobody you may see has this employee number or e-mail address."));
            if (form.Sites.Length + form.Departments.Length + form.Positions.Length > 0) return Refuse(Problem.Because("Name a person or choose a group, not both."));
        }
        if (Number(form.Minutes) is not { } minutes || Number(form.Attempts) is not { } attempts) return Refuse(Problem.Because("Extra minutes and attempts are whole numbers."));
        var problem = await grant.Handle(new NewOverride(Quiz.Id, person, new Audience(form.Sites, form.Departments, form.Positions), Given(minutes), Given(attempts),
            AttemptRules.Instant(form.Opens, Zone), AttemptRules.Instant(form.Closes, Zone), form.Reason ?? ""), ct);
        return problem is null ? Done($"/studio/quizzes/{slug}/overrides", "Granted. An attempt that is under way gets the extra time at once.") : Refuse(problem);
    }

    public async Task<IActionResult> OnPostEndAsync(string slug, long id, CancellationToken ct)
    {
        if (!await Load(slug, ct)) return NotFound();
        var problem = await end.Handle(id, ct);
        return problem is null ? Done($"/studio/quizzes/{slug}/overrides", "It ends now. Attempts under way keep their time.") : Refuse(problem);
    }

    public IReadOnlyList<string> Selection(Row row)
    {
        var audience = JsonSerializer.Deserialize<Audience>(row.Audience!, Json.Plain)!;
        var names = Groups.SelectMany(g => g.Choices).DistinctBy(c => c.Code).ToDictionary(c => c.Code, c => T.Pick(c.NameZh, c.NameEn));
        return [.. (audience.Sites ?? []).Concat(audience.Departments ?? []).Concat(audience.Positions ?? []).Select(code => names.GetValueOrDefault(code, code))];
    }

    /// <summary>0 for nothing; null where it is no number.</summary>
    private static int? Number(string? text) => string.IsNullOrWhiteSpace(text) ? 0 : int.TryParse(text.Trim(), out var number) && number >= 0 ? number : null;

    private static int? Given(int number) => number == 0 ? null : number;

    private async Task<bool> Load(string slug, CancellationToken ct)
    {
        var quiz = await db.Row<Head>("select id, slug, title_zh, title_en from v_quiz where slug = @slug", new { slug }, ct);
        if (quiz is null) return false;
        Quiz = quiz;
        var scope = new { quiz.Id, viewer = Me.Id, permission = QuizzesPermissions.Accommodate };
        Rows = await db.Rows<Row>(
            $"""
            select o.id, p.name, p.employee_number as number, o.audience, o.extra_minutes, o.extra_attempts, o.opens_at, o.closes_at, o.reason, g.name as granted_by, o.created_at, o.ended_at
            from quizzes_override o left join v_people_person p on p.id = o.person_id left join v_people_person g on g.id = o.created_by
            where o.quiz_id = @Id and (o.person_id is null or {PeopleScope.Sees("p.site_id", "p.department_id")})
            order by case when o.ended_at is null then 0 else 1 end, o.id desc limit 200
            """, scope, ct);
        Groups =
        [
            new Group(T["Sites"], "Sites", await db.Rows<Choice>($"select s.code, s.name as name_zh, s.name as name_en from v_people_site s where {PeopleScope.Sees("s.id", "-1")} order by s.code", scope, ct), Form.Sites),
            new Group(T["Departments"], "Departments", await db.Rows<Choice>($"select d.code, min(d.name) as name_zh, min(d.name) as name_en from v_people_department d where {PeopleScope.Sees("d.site_id", "d.id")} group by d.code order by d.code", scope, ct), Form.Departments),
            new Group(T["Positions"], "Positions", await db.Rows<Choice>("select code, name_zh, name_en from v_people_position order by code", null, ct), Form.Positions),
        ];
        return true;
    }
}
