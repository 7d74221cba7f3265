using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>How many questions of a draw are not there.</summary>
/// <param name="Trade">For people of this trade alone; null: for everybody.</param>
internal sealed record Lack(int Missing, string? Trade)
{
    /// <summary>In the language that has the most of them, and for the trade that has the fewest.</summary>
    public static Lack Of(IReadOnlyList<DrawLine> draw, IReadOnlyList<DrawCandidate> candidates, IReadOnlyList<string> trades)
    {
        var worst = new Lack(Missed(draw, candidates), null);
        foreach (var trade in trades)
        {
            var own = new OwnTrades(trade);
            var fitting = candidates.Where(c => own.Fit(c.Trades)).ToList();
            if (fitting.Count < candidates.Count && Missed(draw, fitting) is var missing && missing > worst.Missing) worst = new Lack(missing, trade);
        }
        return worst;
    }

    private static int Missed(IReadOnlyList<DrawLine> draw, IReadOnlyList<DrawCandidate> candidates) =>
        Languages.All.Min(language => draw.Sum(l => l.Count) - QuestionDraw.Pick(draw, [.. candidates.Where(c => c.Language is null || c.Language == language)]).Count);

    public Problem TooFew(string quiz, Localizer t) => Trade is null
        ? Problem.Because("The quiz \"{0}\" would have too few questions: {1} fewer than it draws. Change its draw or add questions first.", quiz, Missing)
        : Problem.Because("The quiz \"{0}\" would have too few questions for the trade {1}: {2} fewer than it draws. Change its draw or add questions first.", quiz, t[TradeNames.Of(Trade)], Missing);

    /// <summary>A quiz that lacks something, for a list of them.</summary>
    public string InWords(string quiz, Localizer t) => Trade is null ? t["{0} ({1} missing)", quiz, Missing] : t["{0} ({1} missing for the trade {2})", quiz, Missing, t[TradeNames.Of(Trade)]];
}
