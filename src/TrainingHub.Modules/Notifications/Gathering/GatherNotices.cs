using System.Globalization;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Notifications.Reminders;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Modules.Sessions.Contracts;

namespace TrainingHub.Modules.Notifications.Gathering;

/// <summary>
/// Makes one mail of what was assigned to somebody, and one of what somebody is reminded of, at most one of each a person and day:
/// three programmes assigned to a new hire are one mail, and a reminder says too what is new of classroom sessions and that practice waits. What comes after today's mail waits for tomorrow, 08:00 where the person works;
/// reminders never go out earlier in the day than that. What is no longer true by then is not said; the words of the rest are found when the mail goes out (<see cref="SayPeriods"/>).
/// </summary>
internal sealed class GatherNotices(
    Db db, Notices notices, PeriodLines lines, SayPeriods say, GatherSessions gatherSessions, GatherPractice gatherPractice, IPracticeReminders practice, ISessionNews sessions, ReminderChoice reminders, IPersonDirectory people, TimeProvider clock) : IJob
{
    private const int MostMails = 500;
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);
    public static readonly TimeOnly Morning = new(8, 0);

    private sealed record Pile(long PersonId, string Gathering, DateTimeOffset Oldest, DateTimeOffset Newest);

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
        var all = await lines.Waiting(pile.PersonId, pile.Gathering, ct);
        var isHere = person.LeftOn is null || person.LeftOn >= today;
        var toSay = all.FindAll(l => isHere && l is { IsTrue: true, IsSeen: true });
        // Who switched reminders off is reminded of nothing, but still told of people for whom they are responsible.
        var isOn = pile.Gathering != RememberItem.Reminder || await reminders.IsOn(pile.PersonId, ct);
        if (!isOn && toSay.Exists(l => l.IsOfTeam)) toSay.RemoveAll(l => !l.IsOfTeam);
        long? notice = null;
        if (toSay.Count > 0)
        {
            var kinds = toSay.Select(l => l.IsOfTeam ? RememberItem.Escalated : l.What.Step).Distinct().ToList();
            var waits = pile.Gathering == RememberItem.Reminder ? await practice.Look(pile.PersonId, person.Language, ct) : null;
            if (!isOn) waits = null;
            // Of a seat that is gone also those must learn who want no reminders: theirs is a mail of its own.
            var news = pile.Gathering == RememberItem.Reminder && isOn ? await sessions.Of(pile.PersonId, ct) : null;
            var kind = kinds.Count == 1 && waits is null && news is not { Lines.Count: > 0 } ? kinds[0] : RememberItem.Reminder;
            List<Phrase> others = [];
            if (news is not null) others.AddRange(news.Lines.Select(GatherSessions.Line));
            if (news is not null) await sessions.Told(news, ct);
            if (waits is not null) others.Add(GatherPractice.Line(waits));
            notice = await notices.Add(pile.PersonId, kind, key, string.Join(' ', toSay.Select(l => $"period:{l.What.PeriodId}")), new Dictionary<string, object> { ["items"] = others, [SayPeriods.Count] = toSay.Count }, ct);
        }
        foreach (var line in all)
            await db.Execute("update notifications_item set settled_at = @now, notice_id = @notice where id = @ItemId", new { line.ItemId, now = clock.GetUtcNow(), notice = toSay.Contains(line) ? notice : null }, ct);
        await say.HandOver(all.Where(l => !l.IsSeen || !isHere), ct);
        await tx.Commit(ct);
        return notice is not null;
    }
}
