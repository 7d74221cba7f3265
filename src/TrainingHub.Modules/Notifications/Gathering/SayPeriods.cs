using TrainingHub.Modules.Notifications.Mails;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Notifications.Gathering;

/// <summary>Puts into a gathered mail what it says of periods, in the moment in which it is sent: what is no longer true is not said, and nobody is named whom the reader may not see any more.</summary>
internal sealed class SayPeriods(Db db, PeriodLines lines, RememberItem remember)
{
    /// <summary>Among what fills a gathered mail: how many lines it had of periods as it was gathered. Mails of before this was so have their lines already.</summary>
    public const string Count = "periods";

    /// <param name="data">What fills the mail.</param>
    /// <returns>The same with the lines; null where nothing is left to be said.</returns>
    public async Task<string?> Handle(long noticeId, string data, CancellationToken ct)
    {
        if (!NoticeData.Has(data, Count)) return data;
        var all = await lines.Of(noticeId, ct);
        var unsaid = all.FindAll(l => !l.IsTrue || !l.IsSeen);
        await Unsay(noticeId, unsaid, isAll: unsaid.Count == all.Count, ct);
        return NoticeData.Before(data, "items", PeriodLines.Say([.. all.Except(unsaid)]));
    }

    /// <summary>The mail is not sent, because its reader has left.</summary>
    public async Task Drop(long noticeId, CancellationToken ct) => await Unsay(noticeId, await lines.Of(noticeId, ct), isAll: true, ct);

    /// <summary>What is true of somebody whom the reader may not see any more is for whoever is nearest to them now.</summary>
    public Task HandOver(IEnumerable<PeriodLine> unsaid, CancellationToken ct) => remember.Handle([.. unsaid.Where(l => l is { IsTrue: true, IsOfTeam: true }).Select(l => l.What)], RememberItem.Reminder, ct);

    private async Task Unsay(long noticeId, List<PeriodLine> unsaid, bool isAll, CancellationToken ct)
    {
        if (unsaid.Count == 0) return;
        await using var tx = await db.Begin(ct);
        await db.Execute($"update notifications_item set notice_id = null where {db.Dialect.Among("id", "ids")}", new { ids = GivenRows.Of(unsaid.Select(l => l.ItemId)) }, ct);
        // Whatever else it says, it speaks of no period any more.
        if (isAll) await db.Execute("update notifications_notice set subject = 'person:' || person_id where id = @noticeId", new { noticeId }, ct);
        await HandOver(unsaid, ct);
        await tx.Commit(ct);
    }
}
