using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Practice.Contracts;

namespace TrainingHub.Modules.Notifications.Gathering;

/// <summary>Says in the morning that practice waits, to whom no other reminder says it that day: under the same key, so that it is one mail.</summary>
internal sealed class GatherPractice(Db db, Notices notices, IPracticeReminders practice, IPersonDirectory people, TimeProvider clock)
{
    private const int AtOnce = 200;

    /// <summary>Ahead of the hub by as much as the earth allows: somewhere it is that day already.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(14);

    public static Phrase Line(PracticeToday today) => new("Daily practice: {0} questions, minutes it takes: {1}", today.Questions, today.Minutes);

    public async Task Handle(JobRun run, int most, CancellationToken ct)
    {
        var latest = DateOnly.FromDateTime((clock.GetUtcNow() + Ahead).UtcDateTime);
        for (var after = 0L; most > 0 && await practice.Due(latest, after, AtOnce, ct) is { Count: > 0 } some; after = some[^1])
        {
            foreach (var personId in some)
            {
                if (most == 0) return;
                if (!await Remind(personId, ct)) continue;
                run.Count("mails");
                most--;
            }
        }
    }

    private async Task<bool> Remind(long personId, CancellationToken ct)
    {
        var person = await people.Find(personId, ct) ?? throw new InvalidOperationException($"There is no person {personId}.");
        var local = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), person.Zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        if (TimeOnly.FromDateTime(local) < GatherNotices.Morning || person.LeftOn < today) return false;
        var key = GatherNotices.KeyOf(RememberItem.Reminder, personId, today);
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long>("select count(*) from notifications_notice where dedupe_key = @key", new { key }, ct) > 0) return false;
        var isAsked = await practice.Look(personId, person.Language, ct) is { } waits
            && await notices.Add(personId, "practice", key, $"person:{personId}", new Dictionary<string, object> { ["items"] = new List<Phrase> { Line(waits) } }, ct) is not null;
        await tx.Commit(ct);
        return isAsked;
    }
}
