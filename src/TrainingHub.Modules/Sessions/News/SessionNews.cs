using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Sessions.Contracts;

namespace TrainingHub.Modules.Sessions.News;

/// <summary>Reads what waits to be told, and leaves out what is no longer so.</summary>
internal sealed class SessionNews(Db db, FindSession sessions, IPersonDirectory people, TimeProvider clock) : ISessionNews
{
    private sealed record Row(
        long Id, string What, DateTimeOffset MattersAt, DateTimeOffset At, string TitleZh, string TitleEn, long SiteId, string SiteName, string Room, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? CancelledAt,
        string? CancelledWhy, string? State)
    {
        public bool IsStillTrue(DateTimeOffset now) => What switch
        {
            NoteNews.Cancelled => CancelledAt is not null,
            NoteNews.Removed => State == "given-up" && CancelledAt is null && StartsAt > now,
            NoteNews.Seat => State == "booked" && CancelledAt is null && StartsAt > now,
            _ => State is "booked" or "waiting" && CancelledAt is null && EndsAt > now,
        };
    }

    public async Task<IReadOnlyList<long>> Waiting(long after, int most, CancellationToken ct) =>
        await db.Rows<long>("select distinct person_id from sessions_news where told_at is null and person_id > @after order by person_id limit @most", new { after, most }, ct);

    public async Task<SessionNewsPile?> Of(long personId, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            """
            select n.id, n.what, n.matters_at, n.at, o.title_zh, o.title_en, s.site_id, l.name as site_name, s.room, s.starts_at, s.ends_at, s.cancelled_at, s.cancelled_why, a.state
            from sessions_news n join sessions_session s on s.id = n.session_id join sessions_topic o on o.id = s.topic_id join v_people_site l on l.id = s.site_id
            left join sessions_place a on a.session_id = n.session_id and a.person_id = n.person_id
            where n.person_id = @personId and n.told_at is null order by n.id
            """, new { personId }, ct);
        if (rows.Count == 0) return null;
        var (reader, now) = ((await people.Find(personId, ct))!.Zone, clock.GetUtcNow());
        List<SessionNewsLine> lines = [];
        foreach (var row in rows.Where(r => r.IsStillTrue(now)))
            lines.Add(new SessionNewsLine(row.What, row.TitleZh, row.TitleEn, SessionWords.Plain(row.StartsAt, row.EndsAt, await sessions.Zone(row.SiteId, ct), reader), $"{row.Room}, {row.SiteName}", row.CancelledWhy));
        return new SessionNewsPile([.. rows.Select(r => r.Id)], rows.Max(r => r.At), rows.Min(r => r.MattersAt), lines);
    }

    public async Task Told(SessionNewsPile pile, CancellationToken ct)
    {
        var ids = pile.Ids.ToArray();
        await using var tx = await db.Begin(ct);
        await db.Execute($"update sessions_news set told_at = @now where {db.Dialect.In("id", "ids")} and told_at is null", new { ids, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
    }
}
