using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Sessions.Places;

namespace TrainingHub.Modules.Sessions.Attendance;

internal sealed record SaidPresence(int Number, bool IsPresent);

/// <summary>Adds a confirmation and brings the evidence in line with it, with the session's row locked.</summary>
internal sealed class WritePresence(Db db, Seats seats, IEvidence evidence, Audit audit, Actor actor, TimeProvider clock)
{
    public const int LongestText = 300;

    public Task<SaidPresence?> Last(long sessionId, long personId, CancellationToken ct) => db.Row<SaidPresence>(
        "select number, is_present from sessions_confirmation where session_id = @sessionId and person_id = @personId order by number desc limit 1", new { sessionId, personId }, ct);

    /// <param name="reason">Of a correction.</param>
    public async Task<Problem?> Handle(SessionRow session, Presence presence, int number, string? reason, CancellationToken ct)
    {
        if (await seats.StateOf(session.Id, presence.PersonId, ct) != PlaceState.Booked) return Problem.NotFound("This person has no seat in the session.");
        await db.Execute(
            "insert into sessions_confirmation(session_id, person_id, number, is_present, note, reason, by_id, at) values (@Id, @PersonId, @number, @IsPresent, @note, @reason, @by, @now)",
            new { session.Id, presence.PersonId, number, presence.IsPresent, note = string.IsNullOrWhiteSpace(presence.Note) ? null : presence.Note.Trim(), reason, by = actor.Id, now = clock.GetUtcNow() }, ct);
        if (presence.IsPresent) await evidence.Record([new Deed(presence.PersonId, AttendedKind.Name, session.Topic, session.EndsAt, session.Reference)], ct);
        else if (number > 1) await evidence.TakeBack(presence.PersonId, AttendedKind.Name, session.Topic, session.Reference, ct);
        await audit.Write(number == 1 ? "sessions.presence-confirmed" : "sessions.presence-corrected", session.Reference, new { person = presence.PersonId, present = presence.IsPresent, reason }, ct);
        return null;
    }
}
