using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Sessions.Places;

namespace TrainingHub.Modules.Sessions.SignIn;

/// <summary>Signs somebody in with the code of the board. Who has no seat gets one if there is one. That somebody signed in is not yet that they were there: the trainer confirms that.</summary>
internal sealed class SignInPerson(Db db, FindSession sessions, Seats seats, Audit audit, TimeProvider clock)
{
    /// <summary>The session of a code that counts now.</summary>
    public async Task<Outcome<SessionRow>> Look(string code, long personId, CancellationToken ct)
    {
        if (SignInCode.SessionOf(code) is not { } id || await sessions.Of(id, ct) is not { } session) return Problem.NotFound("This is no code of a session.");
        var now = clock.GetUtcNow();
        if (!SignInCode.Fits(code, id, session.Secret, now)) return Problem.Because("This code has run out. Scan the one that the board shows now.");
        if (session.CancelledAt is not null) return Problem.Because("This session was cancelled.");
        if (!SignInCode.IsShown(session.StartsAt, session.EndsAt, now)) return Problem.Because("People sign in from {0} minutes before the start until the end.", (int)SignInCode.Early.TotalMinutes);
        // Whoever is not one of the session's people learns from a code only that it is none for them.
        return await sessions.IsFor(session, personId, ct) || await seats.StateOf(id, personId, ct) is PlaceState.Booked or PlaceState.Waiting
            ? session : Problem.Because("This session is for other sites. The trainer can add you to the list.");
    }

    public async Task<Outcome<SessionRow>> Handle(string code, long personId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var looked = await Look(code, personId, ct);
        if (looked.Problem is { } problem) return problem;
        // Once more as it stands while nobody else takes a seat or cancels it.
        var session = (await sessions.Lock(looked.Value!.Id, ct))!;
        if (session.CancelledAt is not null) return Problem.Because("This session was cancelled.");
        var (isSignedIn, hasSeat) = (await IsSignedIn(session.Id, personId, ct), await seats.StateOf(session.Id, personId, ct) == PlaceState.Booked);
        if (isSignedIn && hasSeat) return session;
        if (!hasSeat)
        {
            if (await seats.Elsewhere(session, personId, ct) is { } other) return BookPlace.Twice(other);
            if (await seats.Taken(session.Id, ct) >= session.Seats) return Problem.Because("All seats are taken. Speak to the trainer.");
            await seats.Put(session, personId, PlaceState.Booked, ct);
        }
        if (!isSignedIn) await db.Execute("insert into sessions_sign_in(session_id, person_id, at) values (@Id, @personId, @now)", new { session.Id, personId, now = clock.GetUtcNow() }, ct);
        await audit.Write("sessions.signed-in", session.Reference, new { person = personId }, ct);
        await tx.Commit(ct);
        return session;
    }

    public async Task<bool> IsSignedIn(long sessionId, long personId, CancellationToken ct) =>
        await db.Scalar<long>("select count(*) from sessions_sign_in where session_id = @sessionId and person_id = @personId", new { sessionId, personId }, ct) > 0;
}
