using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Sessions.Places;

/// <summary>Whoever leaves keeps no seat in what comes after the last day; somebody else waits for it.</summary>
internal sealed class FreeSeatsOfLeavers(Db db, FindSession sessions, GiveUpPlace giveUp, IPersonDirectory people, TimeProvider clock) : IConsumer<PersonLeft>
{
    private sealed record Row(long Id, long SiteId, DateTimeOffset StartsAt);

    public async Task Handle(PersonLeft e, WorkItem item, CancellationToken ct)
    {
        if ((await people.Find(e.PersonId, ct))?.LeftOn is not { } lastDay) return; // hired again meanwhile
        var booked = await db.Rows<Row>(
            """
            select s.id, s.site_id, s.starts_at from sessions_place a join sessions_session s on s.id = a.session_id
            where a.person_id = @PersonId and a.state in ('booked', 'waiting') and s.starts_at > @now and s.cancelled_at is null order by s.id
            """, new { e.PersonId, now = clock.GetUtcNow() }, ct);
        foreach (var session in booked)
            if ((await sessions.Zone(session.SiteId, ct)).DayOf(session.StartsAt) > lastDay) await giveUp.Handle(session.Id, e.PersonId, byOther: false, ct);
    }
}
