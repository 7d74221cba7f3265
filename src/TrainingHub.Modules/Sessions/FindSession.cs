using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Sessions;

/// <summary>Sessions by their number: for everybody, for whom they are planned, or for who runs them.</summary>
internal sealed class FindSession(Db db, ISiteDays days, Actor actor)
{
    /// <summary>A predicate: the viewer answers for everybody at the session's site, or is its trainer. Needs @viewer and @permission.</summary>
    public static string IsRun => $"({PeopleScope.SeesAllOf("s.site_id")} or s.trainer_id = @viewer)";

    /// <summary>A predicate: the session is for the person @me, by the site where the person works.</summary>
    public const string IsForMe = "exists (select 1 from v_people_site_tree w join v_people_person m on m.site_id = w.site_id where w.ancestor_id = s.site_id and m.id = @me)";

    private readonly Dictionary<long, TimeZoneInfo> zones = [];

    public Task<SessionRow?> Of(long id, CancellationToken ct) => db.Row<SessionRow>($"select {SessionRow.Columns} from {SessionRow.From} where s.id = @id", new { id }, ct);

    /// <summary>Null also where the actor has nothing to do with it.</summary>
    public Task<SessionRow?> Run(long id, string permission, CancellationToken ct) =>
        db.Row<SessionRow>($"select {SessionRow.Columns} from {SessionRow.From} where s.id = @id and {IsRun}", new { id, viewer = actor.Id, permission }, ct);

    /// <summary>As it stands, and stays so until the transaction ends: seats are given and taken one after the other.</summary>
    public async Task<SessionRow?> Lock(long id, CancellationToken ct) =>
        await db.Row<long?>($"select id from sessions_session where id = @id {db.Dialect.ForUpdate}", new { id }, ct) is null ? null : await Of(id, ct);

    public async Task<bool> IsFor(SessionRow session, long personId, CancellationToken ct) =>
        await db.Scalar<long>($"select count(*) from sessions_session s where s.id = @Id and {IsForMe}", new { session.Id, me = personId }, ct) > 0;

    /// <summary>In which the session's day and times are said.</summary>
    public async Task<TimeZoneInfo> Zone(long siteId, CancellationToken ct)
    {
        if (!zones.TryGetValue(siteId, out var zone)) zones[siteId] = zone = await days.Zone(siteId, ct);
        return zone;
    }
}
