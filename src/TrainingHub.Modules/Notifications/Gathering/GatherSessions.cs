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
/// Tells what is new of somebody's places in classroom sessions, to whom no reminder tells it: in the morning, under the reminders' key, so that it is one mail a day.
/// What concerns a session within a day can't wait for the morning and goes out at once. It is no reminder: who switched those off is told too.
/// </summary>
internal sealed class GatherSessions(Db db, Notices notices, ISessionNews sessions, IPracticeReminders practice, ReminderChoice reminders, IPersonDirectory people, TimeProvider clock)
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Near = TimeSpan.FromDays(1);

    public static Phrase Line(SessionNewsLine line)
    {
        var title = new LocalText(line.TitleZh, line.TitleEn);
        return line.What switch
        {
            "seat" => new Phrase("{0}: you have a seat. {1}, {2}", title, line.When, line.Place),
            "changed" => new Phrase("{0}: new time or place. {1}, {2}", title, line.When, line.Place),
            "cancelled" => new Phrase("{0} on {1} is cancelled: {2}", title, line.When, line.Why ?? ""),
            _ => new Phrase("{0} on {1}: you no longer have a place", title, line.When),
        };
    }

    /// <returns>How many mails were asked for.</returns>
    public async Task<int> Handle(JobRun run, int most, CancellationToken ct)
    {
        var mails = 0;
        for (var after = 0L; mails < most && await sessions.Waiting(after, AtOnce, ct) is { Count: > 0 } some; after = some[^1])
        {
            foreach (var personId in some)
            {
                if (mails == most) return mails;
                if (!await Tell(personId, ct)) continue;
                run.Count("mails");
                mails++;
            }
        }
        return mails;
    }

    private async Task<bool> Tell(long personId, CancellationToken ct)
    {
        var person = await people.Find(personId, ct) ?? throw new InvalidOperationException($"There is no person {personId}.");
        var now = clock.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, person.Zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        await using var tx = await db.Begin(ct);
        if (await sessions.Of(personId, ct) is not { } news || now - news.Newest < GatherNotices.Settling) return false;
        var isNear = news.MattersAt - now < Near;
        var key = isNear ? string.Create(CultureInfo.InvariantCulture, $"sessions:person:{personId}:news:{news.Ids[^1]}") : GatherNotices.KeyOf(RememberItem.Reminder, personId, today);
        if (!isNear && (TimeOnly.FromDateTime(local) < GatherNotices.Morning || await db.Scalar<long>("select count(*) from notifications_notice where dedupe_key = @key", new { key }, ct) > 0)) return false;
        var isAsked = false;
        if (news.Lines.Count > 0 && !(person.LeftOn < today))
        {
            List<Phrase> lines = [.. news.Lines.Select(Line)];
            if (!isNear && await reminders.IsOn(personId, ct) && await practice.Look(personId, person.Language, ct) is { } waits) lines.Add(GatherPractice.Line(waits));
            isAsked = await notices.Add(personId, "sessions", key, $"person:{personId}", new Dictionary<string, object> { ["items"] = lines }, ct) is not null;
        }
        await sessions.Told(news, ct);
        await tx.Commit(ct);
        return isAsked;
    }
}
