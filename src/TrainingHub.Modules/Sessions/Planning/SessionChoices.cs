using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>What the form of a session offers: topics, the sites one plans for, and who may run a session at one of them.</summary>
internal sealed class SessionChoices(Db db, Actor actor, Localizer texts)
{
    public sealed record Choice(long Id, string Name);

    /// <param name="Topics">Empty for a session that has its topic.</param>
    public sealed record View(SessionForm Form, IReadOnlyList<Choice> Topics, IReadOnlyList<Choice> Sites, IReadOnlyList<Choice> Trainers);

    private sealed record TopicRow(long Id, string TitleZh, string TitleEn);

    /// <param name="session">The one that is changed: its own site and trainer are always among the choices, so that saving never puts others in their place. Null for a new one.</param>
    public async Task<View> For(SessionForm form, SessionRow? session, CancellationToken ct)
    {
        var viewer = new { viewer = actor.Id, permission = SessionsPermissions.Plan, confirm = SessionsPermissions.Confirm, site = session?.SiteId ?? 0, trainer = session?.TrainerId ?? 0 };
        var topics = session is null ? await db.Rows<TopicRow>("select id, title_zh, title_en from sessions_topic order by slug", null, ct) : [];
        var sites = await db.Rows<Choice>($"select t.id, t.name from v_people_site t where t.id = @site or {PeopleScope.SeesAllOf("t.id")} order by case when t.parent_id is null then 0 else 1 end, t.name", viewer, ct);
        var trainers = await db.Rows<Choice>(
            $"""
            select p.id, p.name from v_people_person p
            where p.id = @trainer or (p.left_on is null and exists (select 1 from v_people_scope x where x.viewer_id = p.id and x.permission = @confirm and x.department_id is null and {PeopleScope.SeesAllOf("x.site_id")}))
            order by p.name_sort, p.id
            """, viewer, ct);
        return new View(form, [.. topics.Select(o => new Choice(o.Id, texts.Pick(o.TitleZh, o.TitleEn)))], sites, trainers);
    }
}
