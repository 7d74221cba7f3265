using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People;

/// <summary>Read anew each time: who is moved, or whose site changes its trades, sees the other clauses at once.</summary>
internal sealed class SiteTrades(Db db) : ITrades
{
    public async Task<OwnTrades> Of(long personId, CancellationToken ct)
    {
        var nearest = await db.Scalar<string>(
            """
            select s.trades from people_person p join people_site_tree t on t.site_id = p.site_id join people_site s on s.id = t.ancestor_id
            where p.id = @personId and s.trades <> '' order by t.depth limit 1
            """, new { personId }, ct);
        return nearest is null ? OwnTrades.Every : new OwnTrades(nearest);
    }

    public async Task<IReadOnlyList<string>> Named(CancellationToken ct)
    {
        var named = (await db.Rows<string>("select distinct trades from people_site where trades <> ''", null, ct)).SelectMany(TradeNames.Split).ToHashSet(StringComparer.Ordinal);
        return [.. TradeNames.All.Where(named.Contains)];
    }
}
