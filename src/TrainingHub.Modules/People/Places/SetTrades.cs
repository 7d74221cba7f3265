using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Places;

/// <summary>Says which trades a site is in, and with it every site below that names none of its own.</summary>
internal sealed class SetTrades(Db db, Reach reach, Audit audit)
{
    /// <param name="trades">Empty: those of the site above.</param>
    public async Task<Problem?> Handle(long siteId, IReadOnlyCollection<string> trades, CancellationToken ct)
    {
        if (trades.FirstOrDefault(t => !TradeNames.All.Contains(t, StringComparer.Ordinal)) is { } unknown)
            return Problem.Because("{0} is no trade. Choose from {1}.", unknown, string.Join(", ", TradeNames.All));
        var now = string.Join(' ', TradeNames.All.Where(t => trades.Contains(t, StringComparer.Ordinal)));
        await using var tx = await db.Begin(ct);
        if (!await reach.Place(PeoplePermissions.Sites, siteId, null, ct)
            || await db.Scalar<string>($"select trades from people_site where id = @siteId {db.Dialect.ForUpdate}", new { siteId }, ct) is not { } before) return Problem.NotFound("There is no such site.");
        if (now == before) return null;
        await db.Execute("update people_site set trades = @now where id = @siteId", new { siteId, now }, ct);
        await audit.Write("people.site-trades", $"site:{siteId}", new { before, now }, ct);
        await tx.Commit(ct);
        return null;
    }
}
