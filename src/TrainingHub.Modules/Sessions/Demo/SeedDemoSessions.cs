using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Sessions.Places;

namespace TrainingHub.Modules.Sessions.Demo;

/// <summary>Gives the demo organisation a session that comes and one that waits for the trainer's word.</summary>
internal sealed class SeedDemoSessions(Db db, HubSettings settings, Entropy entropy, TimeProvider clock) : IStartStep
{
    private sealed record Row(long Id, long SiteId, string Email);

    public async Task Run(CancellationToken ct)
    {
        if (!settings.SeedDemo || await db.Scalar<long>("select count(*) from sessions_topic", null, ct) > 0) return;
        var people = (await db.Rows<Row>("select id, site_id, email from v_people_person where email in ('trainer@demo.example', 'learner@demo.example', 'daniel.reyes@demo.example') order by id", null, ct)).ToDictionary(p => p.Email);
        if (!people.TryGetValue("trainer@demo.example", out var trainer) || !people.TryGetValue("learner@demo.example", out var learner) || !people.TryGetValue("daniel.reyes@demo.example", out var daniel)) return;
        var today = settings.TimeZone.StartOfDay(settings.TimeZone.DayOf(clock.GetUtcNow()));
        await using var tx = await db.Begin(ct);
        var drill = await Topic("fire-drill", "消防演练", "Fire drill", ct);
        var complaints = await Topic("complaints", "投诉处理", "Handling complaints", ct);
        var held = await Session(drill, learner.SiteId, "一楼大堂 Lobby", trainer.Id, today.AddDays(-1).AddHours(14), 60, 20, ct);
        await Book(held, learner.Id, 1, ct);
        await Book(held, daniel.Id, 2, ct);
        await db.Execute("insert into sessions_sign_in(session_id, person_id, at) values (@held, @Id, @at)", new { held, learner.Id, at = today.AddDays(-1).AddHours(14).AddMinutes(-6) }, ct);
        var coming = await Session(complaints, learner.SiteId, "培训室 Training room", trainer.Id, today.AddDays(3).AddHours(14), 90, 12, ct);
        await Book(coming, daniel.Id, 1, ct);
        await tx.Commit(ct);
    }

    private Task<long> Topic(string slug, string zh, string en, CancellationToken ct) =>
        db.Insert("insert into sessions_topic(slug, title_zh, title_en, created_at) values (@slug, @zh, @en, @now) returning id", new { slug, zh, en, now = clock.GetUtcNow() }, ct);

    private Task<long> Session(long topic, long site, string room, long trainer, DateTimeOffset starts, int minutes, int seats, CancellationToken ct) => db.Insert(
        """
        insert into sessions_session(topic_id, site_id, room, trainer_id, starts_at, ends_at, seats, secret, revision, created_at)
        values (@topic, @site, @room, @trainer, @starts, @ends, @seats, @secret, 1, @now) returning id
        """, new { topic, site, room, trainer, starts, ends = starts.AddMinutes(minutes), seats, secret = Convert.ToHexStringLower(entropy.Bytes(32)), now = clock.GetUtcNow() }, ct);

    private Task<int> Book(long session, long person, int turn, CancellationToken ct) => db.Execute(
        "insert into sessions_place(session_id, person_id, state, turn, asked_at) values (@session, @person, @state, @turn, @now)", new { session, person, state = PlaceState.Booked, turn, now = clock.GetUtcNow() }, ct);
}
