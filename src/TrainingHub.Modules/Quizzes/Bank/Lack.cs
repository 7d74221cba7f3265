using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>How many questions of a draw are not there.</summary>
/// <param name="Trade">For people of this trade alone; null: for everybody.</param>
internal sealed record Lack(int Missing, string? Trade)
{
    /// <summary>For everybody first, then for each of the trades, in the language that has the most questions.</summary>
    public static IReadOnlyList<Lack> Each(IReadOnlyList<DrawLine> draw, IReadOnlyList<DrawCandidate> candidates, IReadOnlyList<string> trades)
    {
        var all = new Lack(Missed(draw, candidates), null);
        return [all, .. trades.Select(For)];

        Lack For(string trade)
        {
            var own = new OwnTrades(trade);
            var fitting = candidates.Where(c => own.Fit(c.Trades)).ToList();
            return fitting.Count == candidates.Count ? all with { Trade = trade } : new Lack(Missed(draw, fitting), trade);
        }
    }

    /// <summary>For the trade that has the fewest; for everybody where no trade has fewer.</summary>
    public static Lack Of(IReadOnlyList<DrawLine> draw, IReadOnlyList<DrawCandidate> candidates, IReadOnlyList<string> trades) => Each(draw, candidates, trades).MaxBy(l => l.Missing)!;

    /// <summary>What now lacks more than it did before, for everybody or for one of the trades; null where nothing does.</summary>
    public static Lack? Worse(IReadOnlyList<Lack> before, IReadOnlyList<Lack> now) =>
        now.Where(n => n.Missing > (before.FirstOrDefault(b => b.Trade == n.Trade)?.Missing ?? 0)).MaxBy(n => n.Missing);

    private static int Missed(IReadOnlyList<DrawLine> draw, IReadOnlyList<DrawCandidate> candidates) =>
        Languages.All.Min(language => draw.Sum(l => l.Count) - QuestionDraw.Pick(draw, [.. candidates.Where(c => c.Language is null || c.Language == language)]).Count);

    public Problem TooFew(string quiz, Localizer t) => Trade is null
        ? Problem.Because("The quiz \"{0}\" would have too few questions: {1} fewer than it draws. Change its draw or add questions first.", quiz, Missing)
        : Problem.Because("The quiz \"{0}\" would have too few questions for the trade {1}: {2} fewer than it draws. Change its draw or add questions first.", quiz, t[TradeNames.Of(Trade)], Missing);

    /// <summary>A quiz that lacks something, for a list of them.</summary>
    public string InWords(string quiz, Localizer t) => Trade is null ? t["{0} ({1} missing)", quiz, Missing] : t["{0} ({1} missing for the trade {2})", quiz, Missing, t[TradeNames.Of(Trade)]];
}
