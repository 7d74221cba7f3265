using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>What the form of a scheduled quiz offers: quizzes, and the audiences in its planner's reach; and how many people one catches today.</summary>
internal sealed class ScheduleChoices(Db db, IAudiences audiences, IAudienceWords words, Actor actor, Localizer t, HubSettings settings, TimeProvider clock)
{
    private const int Chunk = 500;

    internal sealed record QuizChoice(long Id, string TitleZh, string TitleEn);

    internal sealed record Choice(string Code, string NameZh, string NameEn)
    {
        public NamedCode Named => new(Code, NameZh, NameEn);
    }

    internal sealed record Group(string Legend, string Name, IReadOnlyList<Choice> Choices, IReadOnlyCollection<string> Chosen);

    /// <param name="Caught">People in the audience today; null: not counted, or the audience names what does not exist.</param>
    internal sealed record View(ScheduleForm Form, IReadOnlyList<QuizChoice> Quizzes, IReadOnlyList<Group> Groups, AudienceFieldsView More, string ZoneName, int? Caught, bool IsNew);

    public async Task<View> For(ScheduleForm form, bool isNew, bool counted, CancellationToken ct)
    {
        var scope = new { viewer = actor.Id, permission = QuizzesPermissions.Schedule };
        var quizzes = await db.Rows<QuizChoice>("select id, title_zh, title_en from v_quiz order by slug", null, ct);
        Group[] groups =
        [
            new(t["Sites"], "Form.Sites", await db.Rows<Choice>($"select s.code, s.name as name_zh, s.name as name_en from v_people_site s where {PeopleScope.Sees("s.id", "-1")} order by s.code", scope, ct), form.Sites),
            new(t["Departments"], "Form.Departments", await db.Rows<Choice>($"select d.code, min(d.name) as name_zh, min(d.name) as name_en from v_people_department d where {PeopleScope.Sees("d.site_id", "d.id")} group by d.code order by d.code", scope, ct), form.Departments),
            new(t["Positions"], "Form.Positions", await db.Rows<Choice>("select code, name_zh, name_en from v_people_position order by code", null, ct), form.Positions),
        ];
        var more = new AudienceFieldsView("Form.More.", form.More, [.. groups[1].Choices.Select(c => c.Named)], [.. groups[2].Choices.Select(c => c.Named)],
            await audiences.TagsInUse(actor.Id, QuizzesPermissions.Schedule, Today, ct), await form.More.SayKept(words, ct));
        return new View(form, quizzes, groups, more, settings.TimeZone.Id, counted ? await Count(form.ToAudience(), ct) : null, isNew);
    }

    private DateOnly Today => settings.TimeZone.DayOf(clock.GetUtcNow());

    /// <summary>Those the planner may see: nobody else would be asked.</summary>
    public async Task<int> Count(Audience audience, CancellationToken ct)
    {
        var count = 0;
        foreach (var ids in (await audiences.Members(audience, Today, ct)).Chunk(Chunk))
            count += await db.Scalar<int>($"select count(*) from v_people_person p where {db.Dialect.In("p.id", "ids")} and {PeopleScope.Sees("p.site_id", "p.department_id")}", new { ids, viewer = actor.Id, permission = QuizzesPermissions.Schedule }, ct);
        return count;
    }
}
