using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Sessions.News;

namespace TrainingHub.Modules.Sessions.Places;

internal static class PlaceState
{
    public const string Booked = "booked";
    public const string Waiting = "waiting";
    public const string GivenUp = "given-up";
}

/// <summary>The seats of a session and who waits for one. Whatever changes them holds the session's row (<see cref="FindSession.Lock"/>).</summary>
internal sealed class Seats(Db db, NoteNews news, Audit audit, Localizer texts, TimeProvider clock)
{
    public async Task<int> Taken(long sessionId, CancellationToken ct) => (int)await db.Scalar<long>("select count(*) from sessions_place where session_id = @sessionId and state = 'booked'", new { sessionId }, ct);

    public Task<string?> StateOf(long sessionId, long personId, CancellationToken ct) =>
        db.Row<string>("select state from sessions_place where session_id = @sessionId and person_id = @personId", new { sessionId, personId }, ct);

    /// <summary>Everybody with a seat or waiting, the first who asked in front.</summary>
    public Task<List<long>> WithPlace(long sessionId, CancellationToken ct) =>
        db.Rows<long>("select person_id from sessions_place where session_id = @sessionId and state in ('booked', 'waiting') order by turn", new { sessionId }, ct);

    /// <summary>The title of another session at that time in which somebody has a place.</summary>
    public async Task<string?> Elsewhere(SessionRow session, long personId, CancellationToken ct)
    {
        var other = await db.Row<SessionRow>(
            $"""
            select {SessionRow.Columns} from {SessionRow.From} join sessions_place a on a.session_id = s.id and a.person_id = @personId and a.state in ('booked', 'waiting')
            where s.id <> @Id and s.cancelled_at is null and s.starts_at < @EndsAt and s.ends_at > @StartsAt order by s.id limit 1
            """, new { session.Id, personId, session.StartsAt, session.EndsAt }, ct);
        return other is null ? null : texts.Pick(other.TitleZh, other.TitleEn);
    }

    /// <summary>At the end of the line, also for whoever was in it before.</summary>
    public async Task Put(SessionRow session, long personId, string state, CancellationToken ct)
    {
        await db.Execute(
            """
            insert into sessions_place(session_id, person_id, state, turn, asked_at)
            values (@Id, @personId, @state, (select coalesce(max(turn), 0) + 1 from sessions_place where session_id = @Id), @now)
            on conflict (session_id, person_id) do update set state = excluded.state, turn = excluded.turn, asked_at = excluded.asked_at
            """, new { session.Id, personId, state, now = clock.GetUtcNow() }, ct);
        await audit.Write(state == PlaceState.Booked ? "sessions.booked" : "sessions.waiting", session.Reference, new { person = personId }, ct);
    }

    /// <summary>As many seats as people sat there.</summary>
    public Task<int> Grow(SessionRow session, int least, CancellationToken ct) =>
        db.Execute("update sessions_session set seats = @least where id = @Id and seats < @least", new { session.Id, least }, ct);

    /// <summary>Before it begins, seats that are free go to those who wait, in their order, and they are told.</summary>
    public async Task Fill(SessionRow session, CancellationToken ct)
    {
        if (session.Phase(clock.GetUtcNow()) != SessionPhase.Coming) return;
        var free = session.Seats - await Taken(session.Id, ct);
        if (free <= 0) return;
        foreach (var personId in await db.Rows<long>("select person_id from sessions_place where session_id = @Id and state = 'waiting' order by turn limit @free", new { session.Id, free }, ct))
        {
            await db.Execute("update sessions_place set state = 'booked' where session_id = @Id and person_id = @personId", new { session.Id, personId }, ct);
            await news.Handle(session.Id, personId, NoteNews.Seat, session.StartsAt, ct);
            await audit.Write("sessions.moved-up", session.Reference, new { person = personId }, ct);
        }
    }
}
