using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>Puts a session into the timetable.</summary>
internal sealed class PlanSession(Db db, CheckPlan check, Audit audit, Entropy entropy, TimeProvider clock)
{
    public async Task<Outcome<long>> Handle(SessionPlan plan, CancellationToken ct)
    {
        plan = plan with { Room = plan.Room.Trim() };
        await using var tx = await db.Begin(ct);
        var read = await check.Handle(plan, null, ct);
        if (read.Problem is { } problem) return problem;
        if (await db.Scalar<long>("select count(*) from sessions_topic where id = @TopicId", plan, ct) == 0) return Problem.Because("Choose what the session is about.");
        if (read.Value!.Starts <= clock.GetUtcNow()) return Problem.Because("That time is past. A session is planned before it begins.");
        var id = await db.Insert(
            """
            insert into sessions_session(topic_id, site_id, room, trainer_id, starts_at, ends_at, seats, secret, revision, created_at)
            values (@TopicId, @SiteId, @Room, @TrainerId, @Starts, @Ends, @Seats, @secret, 1, @now) returning id
            """,
            new { plan.TopicId, plan.SiteId, plan.Room, plan.TrainerId, read.Value.Starts, read.Value.Ends, plan.Seats, secret = Convert.ToHexStringLower(entropy.Bytes(32)), now = clock.GetUtcNow() }, ct);
        await audit.Write("sessions.planned", $"session:{id}", plan, ct);
        await tx.Commit(ct);
        return id;
    }
}

/// <summary>What a new and a changed session have to meet alike: within the actor's sites, with a trainer who may run it there, at a time that there is.</summary>
internal sealed class CheckPlan(Db db, FindSession sessions, Actor actor)
{
    /// <summary>A predicate: the person pp may confirm presence at the site @SiteId and still works on the day @Day.</summary>
    private static readonly string RunsThere =
        "(pp.left_on is null or pp.left_on >= @Day) and exists (select 1 from v_people_scope x where x.viewer_id = pp.id and x.permission = @confirm and x.site_id = @SiteId and x.department_id is null)";

    /// <param name="before">The session that is changed. Its trainer may answer for no whole site: then it stays where it is.</param>
    public async Task<Outcome<SessionTimes>> Handle(SessionPlan plan, SessionRow? before, CancellationToken ct)
    {
        if (plan.Fault() is { } fault) return fault;
        if (plan.SiteId != before?.SiteId && await db.Scalar<long>($"select count(*) from v_people_site t where t.id = @SiteId and {PeopleScope.SeesAllOf("t.id")}", new { plan.SiteId, viewer = actor.Id, permission = SessionsPermissions.Plan }, ct) == 0)
            return Problem.Because("Choose a site that you plan for.");
        if (await db.Scalar<long>($"select count(*) from v_people_person pp where pp.id = @TrainerId and {RunsThere}", new { plan.TrainerId, plan.SiteId, plan.Day, confirm = SessionsPermissions.Confirm }, ct) == 0)
            return Problem.Because("Choose a trainer who may confirm who was present at this site.");
        return plan.Times(await sessions.Zone(plan.SiteId, ct));
    }
}
