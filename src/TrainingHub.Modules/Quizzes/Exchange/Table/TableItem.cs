using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using Rule = TrainingHub.Modules.Quizzes.Kinds.Scoring;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>One row as a question. How its columns are used by each kind is told in docs/questions.md; what is filled in and not used is named as lost.</summary>
internal sealed class TableItem
{
    private const string YesNo = "yes, no, 是, 否, x, √, 1, 0";

    private static readonly string[] Known = ["single", "multiple", "true-false", "matching", "ordering", "fill-in", "free-text", "photo"];

    /// <summary>What an option may have beside its text.</summary>
    private static readonly string[] Extras = ["right", "gap", "feedback_zh", "feedback_en", "match_zh", "match_en"];

    private readonly TableCells cells;

    /// <summary>The numbers of the options. Also of those that have no text: nobody may guess what they were to be.</summary>
    private readonly List<int> options;

    /// <summary>The first cell that can't be used.</summary>
    private Problem? problem;

    private TableItem(TableCells cells)
    {
        this.cells = cells;
        options = [.. cells.Options().Where(i => Extras.Append("zh").Append("en").Any(e => cells.Has($"option_{i}_{e}")))];
    }

    public static Outcome<ExchangeItem> Read(TableCells cells, int line)
    {
        var table = new TableItem(cells);
        var kind = cells["kind"]?.ToLowerInvariant() ?? "";
        if (!Known.Contains(kind)) return Problem.Because("The kind is one of {0}, not \"{1}\".", string.Join(", ", Known), kind);
        var item = table.Content(table.Head(line, kind));
        return table.problem is { } problem ? problem : item with { Lost = [.. item.Lost, .. cells.Unused().Select(column => Unused(column, kind))] };
    }

    private ExchangeItem Head(int line, string kind) => new(line, kind, cells.Text("stem") ?? ItemText.Empty)
    {
        Source = kind, Id = cells["id"], Category = cells["category"] is { } category ? ItemCategory.Normal(category) : null, Clause = cells["clause"],
        Tags = [.. (cells["tags"] ?? "").Split(';', '；').Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)],
        Difficulty = Cell("difficulty", c => TableWords.Whole(c, 1, 3), "1, 2, 3"), MustPass = Cell("must_pass", TableWords.Switch, YesNo), Mark = Cell("marks", ItemNumber.Plain, "0.5, 1, 2 …"), Feedback = cells.Text("feedback"),
    };

    private ExchangeItem Content(ExchangeItem item) => item.Kind switch
    {
        "single" or "multiple" => Choice(item),
        "true-false" => TrueFalse(item),
        "matching" => item with { Scoring = Scoring(), Pairs = [.. options.Select(Pair)] },
        "ordering" => item with { Scoring = Scoring(), Options = [.. options.Select(i => new ItemOption(Text(i), 0))] },
        "fill-in" => Gaps(item with { Scoring = Scoring() }),
        "free-text" => item with { Rubric = cells.Text("rubric"), MaxLength = Cell("max_length", c => TableWords.Whole(c, 1, 20_000), "1 … 20000") },
        _ => item with { Rubric = cells.Text("rubric") },
    };

    private ExchangeItem Choice(ExchangeItem item)
    {
        var rights = options.Select(i => (Text: cells[$"option_{i}_right"], IsYes: TableWords.Flag(cells[$"option_{i}_right"]))).ToList();
        var isWeighed = rights.Any(r => r.Text is not null && r.IsYes is null);
        var yes = item.Kind == "single" ? 100 : decimal.Round(100m / Math.Max(1, rights.Count(r => r.IsYes == true)), 5);
        return item with
        {
            Options = [.. options.Select(i => new ItemOption(Text(i), Weight(i, yes, 0), cells.Text($"option_{i}_feedback")))], Shuffle = Cell("shuffle", TableWords.Switch, YesNo),
            // Weights say themselves how part marks are counted; then the column is one that is not used.
            Scoring = isWeighed || item.Kind == "single" ? null : Scoring() ?? Rule.AllOrNothing,
        };
    }

    private ExchangeItem TrueFalse(ExchangeItem item)
    {
        const string allowed = "true, false, 对, 错, x, √, 1, 0";
        var answer = Cell("answer", TableWords.Switch, allowed);
        if (answer is null) problem ??= Problem.Because("The column {0} is empty. Allowed: {1}.", "answer", allowed);
        return item with { Options = [new ItemOption(new ItemText("true"), answer == true ? 100 : 0, cells.Text("option_1_feedback"), "true"), new ItemOption(new ItemText("false"), answer == true ? 0 : 100, cells.Text("option_2_feedback"), "false")] };
    }

    private ItemPair Pair(int i)
    {
        var (left, right) = (cells.Text($"option_{i}"), cells.Text($"option_{i}_match"));
        if (right is null) problem ??= Problem.Because("Option {0} has no right side. Fill in {1}, or empty the whole option.", i, $"option_{i}_match_zh, option_{i}_match_en");
        return new ItemPair(left, right ?? ItemText.Empty);
    }

    private ExchangeItem Gaps(ExchangeItem item)
    {
        var gaps = new SortedDictionary<int, List<ItemAnswer>>();
        foreach (var i in options)
        {
            var gap = Cell($"option_{i}_gap", c => TableWords.Whole(c, 1, 20), "1 … 20") ?? 1;
            var (text, weight, feedback) = (Text(i), Weight(i, 100, 100), cells.Text($"option_{i}_feedback"));
            if (!gaps.TryGetValue(gap, out var answers)) gaps[gap] = answers = [];
            if (!text.Text.StartsWith('#')) answers.Add(new ItemAnswer(text, null, null, weight, feedback) { HasWildcards = true });
            else if (ItemNumber.Read(text.Text[1..]) is { } value) answers.Add(new ItemAnswer(null, value.Value, value.Tolerance, weight, feedback));
            else problem ??= Problem.Because("\"{0}\" is no number. Write 3.14, 3.14:0.01 or 3.13..3.15.", ItemHead.Of(text.Text[1..]));
        }
        if (gaps.Count > 0 && gaps.Keys.Last() != gaps.Count) problem ??= Problem.Because("The gaps are numbered 1, 2, 3 …; gap {0} has no answer.", Enumerable.Range(1, 20).First(i => !gaps.ContainsKey(i)));
        var caseMatters = Cell("case_matters", TableWords.Switch, YesNo) == true;
        return item with { Gaps = [.. gaps.Values.Select(a => new ItemGap(a, caseMatters))], Text = Marked(item.Text, gaps.Count) };
    }

    /// <summary>A single gap may stand behind the text without being marked there.</summary>
    private static ItemText Marked(ItemText text, int gaps)
    {
        string Mark(string t) => t.Length == 0 || gaps != 1 || t.Contains("[[1]]", StringComparison.Ordinal) ? t : t + " [[1]]";
        return text with { Text = Mark(text.Text), Both = text.Both is { } both ? new LocalText(Mark(both.Zh), Mark(both.En)) : null };
    }

    private ItemText Text(int i)
    {
        if (cells.Text($"option_{i}") is { } text) return text;
        problem ??= Problem.Because("Option {0} has no text, but something stands in the column {1}. Fill in {2}, or empty the whole option.", i, Extras.Select(e => $"option_{i}_{e}").First(cells.Has), $"option_{i}_zh, option_{i}_en");
        return ItemText.Empty;
    }

    /// <summary>"x", "yes", "对" and the like: as much as <paramref name="yes"/>; a number: percent.</summary>
    private decimal Weight(int i, decimal yes, decimal empty) => cells[$"option_{i}_right"] is not { } cell ? empty
        : TableWords.Flag(cell) switch { true => yes, false => 0, _ => Cell($"option_{i}_right", TableWords.Percent, "yes, no, 是, 否, x, √, -100 … 100 %") ?? 0 };

    private string? Scoring()
    {
        if (cells["scoring"] is not { } cell) return null;
        if (cell.ToLowerInvariant() is var rule && rule is Rule.AllOrNothing or Rule.PartMarks) return rule;
        problem ??= NotAllowed("scoring", cell, $"{Rule.AllOrNothing}, {Rule.PartMarks}");
        return null;
    }

    /// <summary>Null where the cell is empty, and where it is at fault.</summary>
    private T? Cell<T>(string column, Func<string, T?> read, string allowed) where T : struct
    {
        if (cells[column] is not { } cell) return null;
        var value = read(cell);
        if (value is null) problem ??= NotAllowed(column, cell, allowed);
        return value;
    }

    private static Problem NotAllowed(string column, string value, string allowed) => Problem.Because("\"{1}\" is not allowed in the column {0}. Allowed: {2}.", column, ItemHead.Of(value), allowed);

    private static Problem Unused(string column, string kind) => Problem.Because("What stands in the column {0}: a question of the kind {1} does not use it.", ItemHead.Of(column), kind);
}
