using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Sessions.Attendance;

internal sealed record Presence(long PersonId, bool IsPresent, string? Note);

/// <summary>The trainer's word on who was there; only it is evidence. Each person is one transaction: what was confirmed stays, whatever becomes of the rest.</summary>
internal sealed class ConfirmPresence(Db db, FindSession sessions, WritePresence write, Actor actor, TimeProvider clock)
{
    public async Task<Problem?> Handle(long sessionId, IReadOnlyList<Presence> presences, CancellationToken ct)
    {
        if (await sessions.Run(sessionId, SessionsPermissions.Confirm, ct) is not { } session) return Problem.NotFound("There is no such session.");
        if (session.Phase(clock.GetUtcNow()) is SessionPhase.Coming or SessionPhase.Running) return Problem.Because("Who was present is confirmed once the session is over.");
        if (presences.Count == 0) return Problem.Because("Say of at least one person whether they were there.");
        if (presences.Any(p => p.PersonId == actor.PersonId)) return Problem.Because("Somebody else must confirm that you were there.");
        if (presences.Any(p => p.Note?.Length > WritePresence.LongestText)) return Problem.Because("A note has at most {0} characters.", WritePresence.LongestText);
        foreach (var presence in presences.OrderBy(p => p.PersonId))
            if (await One(sessionId, presence, ct) is { } problem) return problem;
        return null;
    }

    private async Task<Problem?> One(long sessionId, Presence presence, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var session = (await sessions.Lock(sessionId, ct))!;
        if (session.CancelledAt is not null) return Problem.Because("This session was cancelled.");
        var known = await write.Last(sessionId, presence.PersonId, ct);
        // A form sent twice; or another trainer was quicker.
        if (known is not null) return known.IsPresent == presence.IsPresent ? null : Problem.Conflict("Somebody else has confirmed this meanwhile, and otherwise. Correct it below, with a reason.");
        if (await write.Handle(session, presence, 1, null, ct) is { } problem) return problem;
        await tx.Commit(ct);
        return null;
    }
}
