using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Sessions.News;
using TrainingHub.Modules.Sessions.Places;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>Cancels a session, or says of one that is past that it never took place. Whoever had a place is told, unless it is past.</summary>
internal sealed class CancelSession(Db db, FindSession sessions, Seats seats, NoteNews news, Audit audit, TimeProvider clock)
{
    public const int LongestWhy = 300;

    public async Task<Problem?> Handle(long id, string? why, CancellationToken ct)
    {
        why = why?.Trim() ?? "";
        if (await sessions.Run(id, SessionsPermissions.Plan, ct) is null) return Problem.NotFound("There is no such session.");
        if (why.Length is 0 or > LongestWhy) return Problem.Because("Write why it is cancelled, in at most {0} characters. Whoever has a place reads it.", LongestWhy);
        await using var tx = await db.Begin(ct);
        var session = (await sessions.Lock(id, ct))!;
        var now = clock.GetUtcNow();
        if (session.CancelledAt is not null) return Problem.Conflict("This session was cancelled already.");
        if (await db.Scalar<long>("select count(*) from sessions_confirmation where session_id = @id", new { id }, ct) > 0) return Problem.Because("It was confirmed who was present, so the session took place. Correct single people where that is wrong.");
        await db.Execute("update sessions_session set cancelled_at = @now, cancelled_why = @why, revision = revision + 1 where id = @id", new { id, now, why }, ct);
        if (now < session.EndsAt)
            foreach (var personId in await seats.WithPlace(id, ct)) await news.Handle(id, personId, NoteNews.Cancelled, session.StartsAt, ct);
        await audit.Write("sessions.cancelled", session.Reference, new { why }, ct);
        await tx.Commit(ct);
        return null;
    }
}
