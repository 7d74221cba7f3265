namespace TrainingHub.Modules.People.Contracts;

/// <summary>Which trades' clauses concern somebody, by the site where they are placed now.</summary>
public interface ITrades
{
    Task<OwnTrades> Of(long personId, CancellationToken ct);

    /// <summary>Every trade that a site of the hub names; empty where none does.</summary>
    Task<IReadOnlyList<string>> Named(CancellationToken ct);
}

/// <summary>The trades of somebody's site. A site that names none, and none above it, is in every trade.</summary>
public sealed class OwnTrades(string trades)
{
    public static readonly OwnTrades Every = new("");

    private readonly IReadOnlyList<string> own = TradeNames.Split(trades);

    public bool AreEvery => own.Count == 0;

    /// <summary>Whether what is written for these trades (separated by blanks) is written for this person too.</summary>
    public bool Fit(string written) => AreEvery || TradeNames.AreEveryone(written) || TradeNames.Split(written).Any(t => own.Contains(t, StringComparer.Ordinal));
}
