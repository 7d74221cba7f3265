using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Sessions.News;

namespace TrainingHub.Modules.Sessions.Places;

/// <summary>Gives a seat or a place on the waiting list free before the session begins; the first who waits moves up.</summary>
internal sealed class GiveUpPlace(Db db, FindSession sessions, Seats seats, NoteNews news, Audit audit, TimeProvider clock)
{
    /// <param name="byOther">Taken off the list by who runs the session: then the person is told.</param>
    public async Task<Problem?> Handle(long sessionId, long personId, bool byOther, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await sessions.Lock(sessionId, ct) is not { } session || await seats.StateOf(sessionId, personId, ct) is not { } state) return Problem.NotFound("There is no such place.");
        if (state == PlaceState.GivenUp || session.CancelledAt is not null) return null;
        if (session.Phase(clock.GetUtcNow()) != SessionPhase.Coming) return Problem.Because("The session has begun: whoever does not come is confirmed as absent.");
        await db.Execute("update sessions_place set state = 'given-up' where session_id = @sessionId and person_id = @personId", new { sessionId, personId }, ct);
        if (byOther) await news.Handle(sessionId, personId, NoteNews.Removed, session.StartsAt, ct);
        await audit.Write(byOther ? "sessions.taken-off" : "sessions.given-up", session.Reference, new { person = personId }, ct);
        await seats.Fill(session, ct);
        await tx.Commit(ct);
        return null;
    }
}
