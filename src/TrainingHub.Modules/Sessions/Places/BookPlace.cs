using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Sessions.Places;

/// <summary>Gives somebody a seat, or a place on the waiting list where there is none. Asked again it changes nothing.</summary>
internal sealed class BookPlace(Db db, FindSession sessions, Seats seats, IPersonDirectory people, TimeProvider clock)
{
    /// <param name="isInvited">By who runs the session: then it need not be one for the person's own site.</param>
    /// <returns>booked or waiting</returns>
    public async Task<Outcome<string>> Handle(long sessionId, long personId, bool isInvited, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await sessions.Lock(sessionId, ct) is not { } session) return Missing;
        var state = await seats.StateOf(sessionId, personId, ct);
        // Whom the trainer adds once it has begun was seen there, whether they waited for a seat or walked in.
        var wasThere = isInvited && session.Phase(clock.GetUtcNow()) != SessionPhase.Coming;
        if (state == PlaceState.Booked || (state == PlaceState.Waiting && !wasThere)) return state;
        if (!isInvited && !await sessions.IsFor(session, personId, ct)) return Missing;
        if (await Refusal(session, personId, isInvited, ct) is { } refused) return refused;
        var taken = await seats.Taken(sessionId, ct);
        var given = wasThere || taken < session.Seats ? PlaceState.Booked : PlaceState.Waiting;
        if (wasThere) await seats.Grow(session, taken + 1, ct);
        await seats.Put(session, personId, given, ct);
        await tx.Commit(ct);
        return given;
    }

    public static Problem Twice(string other) => Problem.Because("There is a place in “{0}” at that time already. Give that one up first.", other);

    private static Problem Missing => Problem.NotFound("There is no such session.");

    private async Task<Problem?> Refusal(SessionRow session, long personId, bool isInvited, CancellationToken ct)
    {
        var phase = session.Phase(clock.GetUtcNow());
        if (phase == SessionPhase.Cancelled) return Problem.Because("This session was cancelled.");
        if (phase != SessionPhase.Coming && !isInvited) return Problem.Because("The session has begun. Speak to the trainer if you want to join.");
        if ((await people.Find(personId, ct))?.LeftOn < (await sessions.Zone(session.SiteId, ct)).DayOf(session.StartsAt)) return Problem.Because("The last day of work comes before the session.");
        if (await seats.Elsewhere(session, personId, ct) is not { } other) return null;
        return isInvited ? Problem.Because("This person has a place in another session at that time.") : Twice(other);
    }
}
