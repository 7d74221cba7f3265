using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Sessions.News;
using TrainingHub.Modules.Sessions.Places;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>
/// Changes a session, whoever has a place being told. What was asked of people stays clear: it is moved before it begins and only into the future, its times are fixed
/// once it has begun, and nobody loses a seat because there are fewer.
/// </summary>
internal sealed class ChangeSession(Db db, FindSession sessions, CheckPlan check, Seats seats, NoteNews news, Audit audit, TimeProvider clock)
{
    /// <param name="revision">Of the session that the form showed.</param>
    public async Task<Problem?> Handle(long id, SessionPlan plan, int revision, CancellationToken ct)
    {
        plan = plan with { Room = plan.Room.Trim() };
        if (await sessions.Run(id, SessionsPermissions.Plan, ct) is null) return Problem.NotFound("There is no such session.");
        await using var tx = await db.Begin(ct);
        var before = (await sessions.Lock(id, ct))!;
        var now = clock.GetUtcNow();
        var phase = before.Phase(now);
        if (phase == SessionPhase.Cancelled) return Problem.Because("This session was cancelled. Plan a new one.");
        if (phase == SessionPhase.Over) return Problem.Because("This session is over. What happened stays as it was.");
        if (before.Revision != revision) return Problem.Conflict("Somebody else has changed the session meanwhile. Look at it again below.");
        var read = await check.Handle(plan, before, ct);
        if (read.Problem is { } problem) return problem;
        var times = read.Value!;
        var isMoved = times.Starts != before.StartsAt || times.Ends != before.EndsAt;
        if (isMoved && phase == SessionPhase.Running) return Problem.Because("The session has begun, so its day and times stay. Room, trainer and seats can be changed.");
        if (isMoved && times.Starts <= now) return Problem.Because("That time is past. A session is moved to a time that is still to come.");
        var taken = await seats.Taken(id, ct);
        if (plan.Seats < taken) return Problem.Because("{0} people have a seat. Choose at least as many, or take people off the list first.", taken);

        await db.Execute(
            "update sessions_session set site_id = @SiteId, room = @Room, trainer_id = @TrainerId, starts_at = @Starts, ends_at = @Ends, seats = @Seats, revision = revision + 1 where id = @id",
            new { id, plan.SiteId, plan.Room, plan.TrainerId, times.Starts, times.Ends, plan.Seats }, ct);
        var after = (await sessions.Of(id, ct))!;
        if (isMoved || after.Room != before.Room || after.SiteId != before.SiteId)
            foreach (var personId in await seats.WithPlace(id, ct)) await news.Handle(id, personId, NoteNews.Changed, before.StartsAt < after.StartsAt ? before.StartsAt : after.StartsAt, ct);
        await seats.Fill(after, ct);
        await audit.Write("sessions.changed", after.Reference, new { before = Said(before), now = Said(after) }, ct);
        await tx.Commit(ct);
        return null;
    }

    private static object Said(SessionRow s) => new { s.SiteId, s.Room, s.TrainerId, s.StartsAt, s.EndsAt, s.Seats };
}
