using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Sessions.News;

/// <summary>Notes what somebody has to be told about a place; the day's mail says it (<see cref="Contracts.ISessionNews"/>).</summary>
internal sealed class NoteNews(Db db, TimeProvider clock)
{
    /// <summary>From the waiting list to a seat.</summary>
    public const string Seat = "seat";

    /// <summary>Another time or place.</summary>
    public const string Changed = "changed";

    public const string Cancelled = "cancelled";

    /// <summary>Taken off the list by who runs it.</summary>
    public const string Removed = "removed";

    /// <param name="mattersAt">The earliest start that the person may reckon with.</param>
    public async Task Handle(long sessionId, long personId, string what, DateTimeOffset mattersAt, CancellationToken ct)
    {
        // Of two changes before the mail only how it stands then is said.
        var known = await db.Execute(
            """
            update sessions_news set at = @now, matters_at = case when matters_at < @mattersAt then matters_at else @mattersAt end
            where session_id = @sessionId and person_id = @personId and what = @what and told_at is null
            """, new { sessionId, personId, what, mattersAt, now = clock.GetUtcNow() }, ct);
        if (known == 0)
            await db.Execute("insert into sessions_news(session_id, person_id, what, matters_at, at) values (@sessionId, @personId, @what, @mattersAt, @now)", new { sessionId, personId, what, mattersAt, now = clock.GetUtcNow() }, ct);
    }
}
