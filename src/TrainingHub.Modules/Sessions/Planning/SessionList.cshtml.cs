using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Sessions.Planning;

/// <summary>/studio/sessions: what waits for a confirmation, what comes, what was; of one's sites and one's own.</summary>
[Requires(SessionsPermissions.Plan)]
internal sealed class SessionListModel(Db db, FindSession sessions, IPersonDirectory people, TimeProvider clock) : HubPage
{
    private const int MostPast = 50;

    public sealed record Counted(long Id, int Booked, int Waiting, int SignedIn, int Confirmed, int Present);

    public sealed record Line(SessionRow Session, Counted Count, string When, SessionPhase Phase)
    {
        public bool AwaitsConfirmation => Phase == SessionPhase.Over && Count.Confirmed < Count.Booked;
    }

    public IReadOnlyList<Line> ToConfirm { get; private set; } = [];
    public IReadOnlyList<Line> Coming { get; private set; } = [];
    public IReadOnlyList<Line> Past { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var reader = (await people.Find(Me.Id, ct))!.Zone;
        Coming = await Read("s.ends_at > @now order by s.starts_at, s.id", now, reader, ct);
        ToConfirm = await Read(
            """
            s.ends_at <= @now and s.cancelled_at is null and exists (
                select 1 from sessions_place a where a.session_id = s.id and a.state = 'booked'
                and not exists (select 1 from sessions_confirmation k where k.session_id = a.session_id and k.person_id = a.person_id)) order by s.ends_at, s.id
            """, now, reader, ct);
        var open = ToConfirm.Select(l => l.Session.Id).ToHashSet();
        Past = [.. (await Read($"s.ends_at <= @now order by s.starts_at desc, s.id desc limit {MostPast}", now, reader, ct)).Where(l => !open.Contains(l.Session.Id))];
    }

    private async Task<List<Line>> Read(string which, DateTimeOffset now, TimeZoneInfo reader, CancellationToken ct)
    {
        var args = new { viewer = Me.Id, permission = SessionsPermissions.Plan, now };
        var rows = await db.Rows<SessionRow>($"select {SessionRow.Columns} from {SessionRow.From} where {FindSession.IsRun} and {which}", args, ct);
        var ids = rows.Select(s => s.Id).ToArray();
        var counts = (await db.Rows<Counted>(
            $"""
            select s.id, (select count(*) from sessions_place a where a.session_id = s.id and a.state = 'booked') as booked, (select count(*) from sessions_place a where a.session_id = s.id and a.state = 'waiting') as waiting,
                   (select count(*) from sessions_sign_in i where i.session_id = s.id) as signed_in, (select count(distinct k.person_id) from sessions_confirmation k where k.session_id = s.id) as confirmed,
                   (select count(*) from sessions_confirmation k where k.session_id = s.id and k.is_present = true
                    and k.number = (select max(n.number) from sessions_confirmation n where n.session_id = k.session_id and n.person_id = k.person_id)) as present
            from sessions_session s where {db.Dialect.In("s.id", "ids")}
            """, new { ids }, ct)).ToDictionary(c => c.Id);
        List<Line> lines = [];
        foreach (var row in rows) lines.Add(new Line(row, counts[row.Id], SessionWords.When(T, row.StartsAt, row.EndsAt, await sessions.Zone(row.SiteId, ct), reader), row.Phase(now)));
        return lines;
    }
}
