using System.Globalization;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Notifications.Reminders;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Modules.Sessions.Contracts;

namespace TrainingHub.Modules.Notifications.Gathering;

/// <summary>
/// Makes one mail of what was assigned to somebody, and one of what somebody is reminded of, at most one of each a person and day:
/// three programmes assigned to a new hire are one mail, and a reminder says too what is new of classroom sessions and that practice waits. What comes after today's mail waits for tomorrow, 08:00 where the person works;
/// reminders never go out earlier in the day than that. What is no longer true by then is not said.
/// </summary>
internal sealed class GatherNotices(
    Db db, Notices notices, GatherSessions gatherSessions, GatherPractice gatherPractice, IPracticeReminders practice, ISessionNews sessions, ReminderChoice reminders, IPersonDirectory people, TimeProvider clock) : IJob
{
    private const int MostMails = 500;
    private const int MostOfTeam = 30;
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);
    public static readonly TimeOnly Morning = new(8, 0);

    private sealed record Pile(long PersonId, string Gathering, DateTimeOffset Oldest, DateTimeOffset Newest);

    private sealed record Item(long Id, string Step, long PeriodId, string Whose, string TitleZh, string TitleEn, DateOnly? DueOn, DateOnly? ExpiresOn, bool StillTrue);

    /// <summary>Of one person and day: whatever reminds of something goes into it.</summary>
    public static string KeyOf(string gathering, long personId, DateOnly day) => $"{gathering}:person:{personId}:{day.ToString("O", CultureInfo.InvariantCulture)}";

    public async Task Run(JobRun run, CancellationToken ct)
    {
        var left = MostMails - await Piles(run, ct);
        left -= await gatherSessions.Handle(run, left, ct);
        await gatherPractice.Handle(run, left, ct);
    }

    /// <returns>How many mails were asked for.</returns>
    private async Task<int> Piles(JobRun run, CancellationToken ct)
    {
        var (after, mails) = (0L, 0);
        while (mails < MostMails)
        {
            var piles = await db.Rows<Pile>(
                """
                select person_id, gathering, min(created_at) as oldest, max(created_at) as newest from notifications_item
                where settled_at is null and person_id in (select person_id from notifications_item where settled_at is null and person_id > @after order by person_id limit 200)
                group by person_id, gathering order by person_id, gathering
                """,
                new { after }, ct);
            if (piles.Count == 0) break;
            foreach (var pile in piles)
            {
                after = pile.PersonId;
                if (!await Gather(pile, ct)) continue;
                run.Count("mails");
                mails++;
            }
        }
        return mails;
    }

    /// <summary>True where a mail was asked for.</summary>
    private async Task<bool> Gather(Pile pile, CancellationToken ct)
    {
        var person = await people.Find(pile.PersonId, ct) ?? throw new InvalidOperationException($"There is no person {pile.PersonId}.");
        var local = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), person.Zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        var isFromToday = person.Zone.DayOf(pile.Oldest) == today;
        var mayBeEarly = pile.Gathering == RememberItem.Assigned && isFromToday;
        if (!mayBeEarly && TimeOnly.FromDateTime(local) < Morning) return false;
        if (clock.GetUtcNow() - pile.Newest < Settling) return false; // the rest of the same hiring may still come
        var key = KeyOf(pile.Gathering, pile.PersonId, today);

        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long>("select count(*) from notifications_notice where dedupe_key = @key", new { key }, ct) > 0) return false;
        var items = await Open(pile, ct);
        var toSay = items.Where(i => i.StillTrue).ToList();
        long? notice = null;
        if (toSay.Count > 0 && (person.LeftOn is null || person.LeftOn >= today))
        {
            var kinds = toSay.Select(i => RememberSteps.IsOfTeam(i.Step) ? RememberSteps.Escalated : i.Step).Distinct().ToList();
            var waits = pile.Gathering == RememberItem.Reminder ? await practice.Look(pile.PersonId, person.Language, ct) : null;
            // Of a seat that is gone also those must learn who want no reminders: theirs is a mail of its own.
            var news = pile.Gathering == RememberItem.Reminder && await reminders.IsOn(pile.PersonId, ct) ? await sessions.Of(pile.PersonId, ct) : null;
            var kind = kinds.Count == 1 && waits is null && news is not { Lines.Count: > 0 } ? kinds[0] : RememberItem.Reminder;
            var team = toSay.Where(i => RememberSteps.IsOfTeam(i.Step)).ToList();
            List<Phrase> lines = [.. toSay.Except(team).Select(Line), .. team.Take(MostOfTeam).Select(Line)];
            if (team.Count > MostOfTeam) lines.Add(new Phrase("And {0} more in your team", team.Count - MostOfTeam));
            if (news is not null) lines.AddRange(news.Lines.Select(GatherSessions.Line));
            if (news is not null) await sessions.Told(news, ct);
            if (waits is not null) lines.Add(GatherPractice.Line(waits));
            notice = await notices.Add(pile.PersonId, kind, key, string.Join(' ', toSay.Select(i => $"period:{i.PeriodId}")), new Dictionary<string, object> { ["items"] = lines }, ct);
        }
        foreach (var item in items)
            await db.Execute("update notifications_item set settled_at = @now, notice_id = @notice where id = @Id", new { item.Id, now = clock.GetUtcNow(), notice = item.StillTrue ? notice : null }, ct);
        await tx.Commit(ct);
        return notice is not null;
    }

    /// <summary>
    /// A period that was completed or ended in the meantime needs no reminder; a certificate that was renewed or revoked is not said to expire, nor is one whose holder is excused from renewing it.
    /// </summary>
    private Task<List<Item>> Open(Pile pile, CancellationToken ct) => db.Rows<Item>(
        """
        select i.id, i.step, i.period_id, w.name as whose, p.title_zh, p.title_en, d.due_on, d.expires_on,
               case when i.step in ('assigned', 'due-soon', 'overdue', 'escalated') then d.completed_on is null and d.ended_on is null
                    else d.completed_on is not null and d.ended_on is null and (not exists (select 1 from v_certification_period s where s.renews_id = d.id and s.end_reason = 'waived')
                        or exists (select 1 from v_certification_period o where o.renews_id = d.id and o.ended_on is null)) end as still_true
        from notifications_item i
        join v_certification_period d on d.id = i.period_id
        join v_certification_program p on p.id = d.program_id
        join v_people_person w on w.id = d.person_id
        where i.person_id = @PersonId and i.gathering = @Gathering and i.settled_at is null
        order by d.due_on, i.id
        """,
        pile, ct);

    private static Phrase Line(Item item)
    {
        var title = new LocalText(item.TitleZh, item.TitleEn);
        return item switch
        {
            { Step: RememberSteps.NotRenewed, ExpiresOn: { } day } => new Phrase("{0}: {1} was valid until {2}", item.Whose, title, day),
            { Step: RememberSteps.Escalated, DueOn: { } day } => new Phrase("{0}: {1} was due on {2}", item.Whose, title, day),
            { Step: "expiring", ExpiresOn: { } day } => new Phrase("{0}: valid until {1}", title, day),
            { Step: "expired", ExpiresOn: { } day } => new Phrase("{0}: was valid until {1}", title, day),
            { Step: "overdue", DueOn: { } day } => new Phrase("{0}: was due on {1}", title, day),
            { DueOn: { } day } => new Phrase("{0}: please finish by {1}", title, day),
            _ => new Phrase("{0}: no fixed date, at your own pace", title),
        };
    }
}
