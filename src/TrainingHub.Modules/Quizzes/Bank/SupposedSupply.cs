using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>What the quizzes of a course would find in its bank with questions changed or added that are not there yet.</summary>
/// <param name="named">Those of the course's trades that the hub has.</param>
/// <param name="bank">By slug; those that are out are not in it.</param>
/// <param name="stayOut">Retired by somebody: no import brings them back.</param>
internal sealed class SupposedSupply(ClauseTrades trades, IReadOnlyList<string> named, Localizer t, IReadOnlyList<(string Title, IReadOnlyList<DrawLine> Draw)> quizzes, Dictionary<string, DrawCandidate> bank, IReadOnlySet<string> stayOut)
{
    private long added;

    public void Put(IReadOnlyList<BankQuestion> questions)
    {
        foreach (var question in questions.Where(q => !stayOut.Contains(q.Draft.Slug)))
        {
            var before = bank.GetValueOrDefault(question.Draft.Slug);
            bank[question.Draft.Slug] = new DrawCandidate(before?.Id ?? --added, question.Draft.Tags, question.Category ?? before?.Category, question.OnlyLanguage) { Trades = trades.Of(question.Draft.Clause) };
        }
    }

    /// <summary>Puts all of them, unless a quiz would then lack more than without: then none, and that is the problem.</summary>
    public Problem? WithAll(IReadOnlyList<BankQuestion> questions)
    {
        if (quizzes.Count == 0) return null;
        var (missing, before) = (Missing(), questions.ToDictionary(q => q.Draft.Slug, q => bank.GetValueOrDefault(q.Draft.Slug), StringComparer.Ordinal));
        Put(questions);
        var lacking = Missing();
        if (lacking.Select((now, i) => Lack.Worse(missing[i], now)?.TooFew(quizzes[i].Title, t)).FirstOrDefault(p => p is not null) is not { } problem) return null;
        foreach (var (slug, was) in before)
        {
            if (was is null) bank.Remove(slug);
            else bank[slug] = was;
        }
        return problem;
    }

    private List<IReadOnlyList<Lack>> Missing()
    {
        var candidates = bank.Values.ToList();
        return [.. quizzes.Select(q => Lack.Each(q.Draw, candidates, named))];
    }
}
