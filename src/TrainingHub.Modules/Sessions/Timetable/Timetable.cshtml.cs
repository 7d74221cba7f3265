using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Sessions.Places;

namespace TrainingHub.Modules.Sessions.Timetable;

/// <summary>/learn/sessions: what one has a place in, what comes for one's site, what one attended.</summary>
[Requires(SessionsPermissions.Book)]
internal sealed class TimetableModel(Db db, FindSession sessions, BookPlace book, GiveUpPlace giveUp, IPersonDirectory people, TimeProvider clock) : HubPage
{
    private const int MostComing = 100;
    private const int MostPast = 20;

    public sealed record Choice(string Slug, string TitleZh, string TitleEn);

    /// <param name="Said">present or absent; null while nobody said it.</param>
    public sealed record Mine(long Id, string? State, string? SignedIn, string? Said, int Taken, int Before);

    public sealed record Line(SessionRow Session, Mine Mine, string When, SessionPhase Phase)
    {
        public int Free => Math.Max(0, Session.Seats - Mine.Taken);
        public bool HasPlace => Mine.State is PlaceState.Booked or PlaceState.Waiting;
    }

    public string? Topic { get; private set; }
    public IReadOnlyList<Choice> Topics { get; private set; } = [];
    public IReadOnlyList<Line> Own { get; private set; } = [];
    public IReadOnlyList<Line> Coming { get; private set; } = [];
    public IReadOnlyList<Line> Past { get; private set; } = [];

    public Task OnGetAsync(string? topic, CancellationToken ct) => Load(topic, ct);

    public async Task<IActionResult> OnPostAsync(long session, string? topic, CancellationToken ct)
    {
        var booked = await book.Handle(session, Me.Id, isInvited: false, ct);
        if (booked.Problem is { } problem) return await Again(problem, topic, ct);
        return Done("/learn/sessions", booked.Value == PlaceState.Booked ? "You have a seat." : "You are on the waiting list and are told when a seat is free.");
    }

    public async Task<IActionResult> OnPostGiveUpAsync(long session, CancellationToken ct) =>
        await giveUp.Handle(session, Me.Id, byOther: false, ct) is { } problem ? await Again(problem, null, ct) : Done("/learn/sessions", "Your place is free for somebody else.");

    private async Task<IActionResult> Again(Problem problem, string? topic, CancellationToken ct)
    {
        await Load(topic, ct);
        return Refuse(problem);
    }

    private async Task Load(string? topic, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        Topic = string.IsNullOrEmpty(topic) ? null : topic;
        Topics = await db.Rows<Choice>($"select distinct o.slug, o.title_zh, o.title_en from sessions_topic o join sessions_session s on s.topic_id = o.id where s.starts_at > @now and s.cancelled_at is null and {FindSession.IsForMe} order by o.slug", new { now, me = Me.Id }, ct);
        const string place = "exists (select 1 from sessions_place a where a.session_id = s.id and a.person_id = @me and a.state in ('booked', 'waiting'))";
        Own = await Read($"{place} and s.ends_at > @now order by s.starts_at, s.id", now, ct);
        Coming = await Read($"s.starts_at > @now and s.cancelled_at is null and {FindSession.IsForMe} and not {place} and (cast(@Topic as text) is null or o.slug = @Topic) order by s.starts_at, s.id limit {MostComing}", now, ct);
        Past = await Read($"exists (select 1 from sessions_place a where a.session_id = s.id and a.person_id = @me and a.state = 'booked') and s.ends_at <= @now and s.cancelled_at is null order by s.starts_at desc, s.id desc limit {MostPast}", now, ct);
    }

    private async Task<List<Line>> Read(string which, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await db.Rows<SessionRow>($"select {SessionRow.Columns} from {SessionRow.From} where {which}", new { now, me = Me.Id, Topic }, ct);
        if (rows.Count == 0) return [];
        var ids = rows.Select(s => s.Id).ToArray();
        var mine = (await db.Rows<Mine>(
            $"""
            select s.id, a.state, case when i.person_id is null then null else 'yes' end as signed_in, case when k.is_present = true then 'present' when k.is_present = false then 'absent' end as said,
                   (select count(*) from sessions_place b where b.session_id = s.id and b.state = 'booked') as taken, (select count(*) from sessions_place b where b.session_id = s.id and b.state = 'waiting' and b.turn < a.turn) as before
            from sessions_session s left join sessions_place a on a.session_id = s.id and a.person_id = @me left join sessions_sign_in i on i.session_id = s.id and i.person_id = @me
            left join sessions_confirmation k on k.session_id = s.id and k.person_id = @me and k.number = (select max(n.number) from sessions_confirmation n where n.session_id = s.id and n.person_id = @me)
            where {db.Dialect.In("s.id", "ids")}
            """, new { ids, me = Me.Id }, ct)).ToDictionary(m => m.Id);
        var reader = (await people.Find(Me.Id, ct))!.Zone;
        List<Line> lines = [];
        foreach (var row in rows) lines.Add(new Line(row, mine[row.Id], SessionWords.When(T, row.StartsAt, row.EndsAt, await sessions.Zone(row.SiteId, ct), reader), row.Phase(now)));
        return lines;
    }
}
