using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Sessions.Attendance;

/// <summary>
/// Corrects a confirmation, with a reason; what was said before stays on record. Whoever turns out to have been there has the evidence from the session's end; whoever was not has it
/// no longer for what is still open or to come, and what it has completed stands until HR revokes it.
/// </summary>
internal sealed class CorrectPresence(Db db, FindSession sessions, WritePresence write, Actor actor)
{
    public async Task<Problem?> Handle(long sessionId, Presence presence, string? reason, CancellationToken ct)
    {
        if (await sessions.Run(sessionId, SessionsPermissions.Confirm, ct) is null) return Problem.NotFound("There is no such session.");
        if (presence.PersonId == actor.PersonId) return Problem.Because("Somebody else must confirm that you were there.");
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > WritePresence.LongestText) return Problem.Because("Write why it is corrected, in at most {0} characters.", WritePresence.LongestText);
        if (presence.Note?.Length > WritePresence.LongestText) return Problem.Because("A note has at most {0} characters.", WritePresence.LongestText);
        await using var tx = await db.Begin(ct);
        var session = (await sessions.Lock(sessionId, ct))!;
        if (await write.Last(sessionId, presence.PersonId, ct) is not { } known) return Problem.NotFound("Nothing was confirmed of this person yet.");
        if (known.IsPresent == presence.IsPresent) return Problem.Because("That is what stands there already.");
        if (await write.Handle(session, presence, known.Number + 1, reason.Trim(), ct) is { } problem) return problem;
        await tx.Commit(ct);
        return null;
    }
}
