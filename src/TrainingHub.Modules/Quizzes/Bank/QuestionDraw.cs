using TrainingHub.Modules.People.Contracts;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>So many questions of a category that carry all these tags.</summary>
internal sealed record DrawLine(IReadOnlyList<string> Tags, int Count)
{
    /// <summary>"a/b", a slash in a name doubled; null: any.</summary>
    public string? Category { get; init; }

    /// <summary>Whether the categories below count too.</summary>
    public bool Subcategories { get; init; }
}

/// <param name="Id">Of the question version; anything unique.</param>
/// <param name="Language">The only one it has; null where it has both.</param>
internal sealed record DrawCandidate(long Id, IReadOnlyList<string> Tags, string? Category = null, string? Language = null)
{
    /// <summary>Those its clause is for, separated by blanks.</summary>
    public string Trades { get; init; } = TradeNames.Everyone;

    public bool Fits(DrawLine line) =>
        line.Tags.All(t => Tags.Contains(t, StringComparer.Ordinal)) && (line.Category is not { } wanted || Category == wanted || (line.Subcategories && CategoryPath.IsBelow(Category, wanted)));
}

/// <summary>
/// Picks questions for the lines of a draw, none twice, the candidates that stand first being preferred. A question that fits two lines
/// moves to the other one when a later question needs its place (augmenting paths), so lines that share questions are filled wherever they can be.
/// </summary>
internal static class QuestionDraw
{
    /// <summary>The lines for another number of questions, in the same mix as near as whole questions allow: the largest remainders first, earlier lines among equals.</summary>
    public static IReadOnlyList<DrawLine> Scale(IReadOnlyList<DrawLine> lines, int questions)
    {
        var total = lines.Sum(l => l.Count);
        var counts = lines.Select(l => l.Count * questions / total).ToArray();
        var missing = questions - counts.Sum();
        foreach (var i in Enumerable.Range(0, lines.Count).OrderByDescending(i => lines[i].Count * questions % total).ThenBy(i => i).Take(missing)) counts[i]++;
        return [.. lines.Zip(counts, (line, count) => line with { Count = count }).Where(l => l.Count > 0)];
    }

    /// <summary>The picked candidates by line, within a line in the order given; fewer than asked only where there are too few.</summary>
    public static IReadOnlyList<DrawCandidate> Pick(IReadOnlyList<DrawLine> lines, IReadOnlyList<DrawCandidate> preferred)
    {
        var filled = lines.Select(_ => new List<DrawCandidate>()).ToArray();
        var wanted = lines.Sum(l => l.Count);
        foreach (var candidate in preferred)
        {
            if (filled.Sum(f => f.Count) == wanted) break;
            Place(candidate, new bool[lines.Count]);
        }
        var rank = preferred.Select((c, i) => (c.Id, i)).ToDictionary(p => p.Id, p => p.i);
        return [.. filled.SelectMany(f => f.OrderBy(c => rank[c.Id]))];

        bool Place(DrawCandidate candidate, bool[] tried)
        {
            for (var i = 0; i < lines.Count; i++)
            {
                if (tried[i] || !candidate.Fits(lines[i])) continue;
                tried[i] = true;
                if (filled[i].Count < lines[i].Count)
                {
                    filled[i].Add(candidate);
                    return true;
                }
                foreach (var holder in filled[i].ToArray())
                {
                    if (!Place(holder, tried)) continue;
                    filled[i].Remove(holder);
                    filled[i].Add(candidate);
                    return true;
                }
            }
            return false;
        }
    }
}
