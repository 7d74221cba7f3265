using System.Globalization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Reads the table of questions, from CSV or a workbook: one question a row, both languages beside each other. Columns are found by their names.</summary>
internal sealed class TableReader
{
    public static ItemFile Read(IEnumerable<TableRow> rows)
    {
        var (items, faults) = (new List<ExchangeItem>(), new List<ItemFault>());
        Dictionary<string, int>? columns = null;
        foreach (var row in rows)
        {
            if (row.Problem is { } broken)
            {
                faults.Add(new ItemFault(row.Line, null, broken));
                break;
            }
            if (row.Cells.All(string.IsNullOrWhiteSpace)) continue;
            if (columns is null)
            {
                columns = [];
                for (var i = 0; i < row.Cells.Count; i++) columns.TryAdd(row.Cells[i].Trim().ToLowerInvariant(), i);
                if (!columns.ContainsKey("kind") || !(columns.ContainsKey("stem_zh") || columns.ContainsKey("stem_en")))
                    return ItemFile.Of(Problem.Because("The first line must name the columns; kind and stem_zh or stem_en are needed. Take the template."));
                continue;
            }
            if (items.Count == ExchangeLimits.Items) return new ItemFile(items, [.. faults, new ItemFault(row.Line, null, Problem.Because("The file has more than {0} questions. Divide it.", ExchangeLimits.Items))]);
            var cells = new TableCells(columns, row.Cells);
            var item = TableItem.Read(cells, row.Line);
            if ((item.Problem ?? ItemRules.Check(item.Value!)) is { } problem) faults.Add(new ItemFault(row.Line, Head(cells), problem));
            else items.Add(item.Value!);
        }
        if (items.Count == 0 && faults.Count == 0) faults.Add(new ItemFault(0, null, Problem.Because("There is no question in this file.")));
        return new ItemFile(items, faults);
    }

    private static string? Head(TableCells cells) => (cells["id"] ?? cells["stem_en"] ?? cells["stem_zh"]) is { } text ? ItemHead.Of(text) : null;
}

/// <param name="Problem">Where the row can't be told from the next; nothing after it can be read.</param>
internal sealed record TableRow(int Line, IReadOnlyList<string> Cells, Problem? Problem = null);

internal sealed class TableCells(IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> cells)
{
    /// <summary>Null where the column or the cell is empty.</summary>
    public string? this[string name] => columns.TryGetValue(name, out var at) && at < cells.Count && cells[at].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Both languages of a text; null where neither is there.</summary>
    public ItemText? Text(string name) => (this[name + "_zh"], this[name + "_en"]) is var (zh, en) && (zh ?? en) is not null ? new ItemText(en ?? zh!, TextFormats.Plain, new LocalText(zh ?? "", en ?? "")) : null;
}

/// <summary>One row as a question. How its columns are used by each kind is told in docs/questions.md.</summary>
internal static class TableItem
{
    public static Outcome<ExchangeItem> Read(TableCells cells, int line)
    {
        var kind = cells["kind"]!?.ToLowerInvariant();
        if (kind is not ("single" or "multiple" or "true-false" or "matching" or "ordering" or "fill-in" or "free-text" or "photo"))
            return Problem.Because("The kind is one of {0}, not \"{1}\".", "single, multiple, true-false, matching, ordering, fill-in, free-text, photo", kind ?? "");
        decimal? mark = null;
        if (cells["marks"] is { } marks && (mark = ItemNumber.Plain(marks)) is null) return Bad("marks", marks);
        int? difficulty = null;
        if (cells["difficulty"] is { } level && (difficulty = level switch { "1" => 1, "2" => 2, "3" => 3, _ => null }) is null) return Bad("difficulty", level);
        if (cells["scoring"] is { } scoring && scoring is not ("all-or-nothing" or "part-marks")) return Bad("scoring", scoring);
        int? length = null;
        if (cells["max_length"] is { } most && (length = int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 20_000 ? n : null) is null) return Bad("max_length", most);
        var item = new ExchangeItem(line, kind, cells.Text("stem") ?? ItemText.Empty)
        {
            Source = kind, Id = cells["id"], Category = cells["category"] is { } category ? ItemCategory.Normal(category) : null, Clause = cells["clause"], Difficulty = difficulty,
            Tags = [.. (cells["tags"] ?? "").Split(';', '；').Select(t => t.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)],
            MustPass = Flag(cells["must_pass"]), Shuffle = Flag(cells["shuffle"]), Mark = mark, Scoring = cells["scoring"], Feedback = cells.Text("feedback"), Rubric = cells.Text("rubric"), MaxLength = length,
        };
        return kind switch
        {
            "single" or "multiple" => Choice(item, cells),
            "true-false" => TrueFalse(item, cells),
            "matching" => item with { Pairs = [.. Numbers(cells).Where(i => cells.Text($"option_{i}_match") is not null).Select(i => new ItemPair(cells.Text($"option_{i}"), cells.Text($"option_{i}_match")!))] },
            "ordering" => item with { Options = [.. Numbers(cells).Select(i => new ItemOption(cells.Text($"option_{i}") ?? ItemText.Empty, 0))] },
            "fill-in" => Gaps(item, cells),
            _ => item,
        };
    }

    private static Outcome<ExchangeItem> Choice(ExchangeItem item, TableCells cells)
    {
        var options = new List<ItemOption>();
        var isWeighed = false;
        var rights = Numbers(cells).Count(i => Flag(cells[$"option_{i}_right"]) == true);
        foreach (var i in Numbers(cells))
        {
            var right = cells[$"option_{i}_right"];
            if (Weight(right, rights, item.Kind) is not { } weight) return Bad($"option_{i}_right", right!);
            isWeighed |= right is not null && Flag(right) is null;
            options.Add(new ItemOption(cells.Text($"option_{i}") ?? ItemText.Empty, weight, cells.Text($"option_{i}_feedback")));
        }
        return item with { Options = options, Scoring = isWeighed ? null : item.Kind == "multiple" ? item.Scoring ?? "all-or-nothing" : null };
    }

    /// <summary>"x", "yes", "对" and the like: right, sharing the marks evenly; a number: percent.</summary>
    private static decimal? Weight(string? cell, int rights, string kind) => Flag(cell) switch
    {
        true => kind == "single" ? 100 : decimal.Round(100m / rights, 5),
        false => 0,
        _ => cell is null ? 0 : ItemNumber.Plain(cell.TrimEnd('%', '％')) is { } weight && Math.Abs(weight) <= 100 ? weight : null,
    };

    private static Outcome<ExchangeItem> TrueFalse(ExchangeItem item, TableCells cells)
    {
        if (Flag(cells["answer"]) is not { } answer) return Bad("answer", cells["answer"] ?? "");
        return item with { Options = [new ItemOption(new ItemText("true"), answer ? 100 : 0, cells.Text("option_1_feedback"), "true"), new ItemOption(new ItemText("false"), answer ? 0 : 100, cells.Text("option_2_feedback"), "false")] };
    }

    private static Outcome<ExchangeItem> Gaps(ExchangeItem item, TableCells cells)
    {
        var gaps = new SortedDictionary<int, List<ItemAnswer>>();
        foreach (var i in Numbers(cells))
        {
            var gap = cells[$"option_{i}_gap"] is { } number ? int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var g) ? g : 0 : 1;
            if (gap is < 1 or > 20) return Bad($"option_{i}_gap", cells[$"option_{i}_gap"]!);
            var right = cells[$"option_{i}_right"];
            if ((right is null ? 100 : Flag(right) == true ? 100 : ItemNumber.Plain(right.TrimEnd('%', '％'))) is not { } weight || Math.Abs(weight) > 100) return Bad($"option_{i}_right", right!);
            var text = cells.Text($"option_{i}")!;
            var feedback = cells.Text($"option_{i}_feedback");
            if (!gaps.TryGetValue(gap, out var answers)) gaps[gap] = answers = [];
            if (text.Text.StartsWith('#'))
            {
                if (ItemNumber.Read(text.Text[1..]) is not { } value) return Problem.Because("\"{0}\" is no number. Write 3.14, 3.14:0.01 or 3.13..3.15.", ItemHead.Of(text.Text[1..]));
                answers.Add(new ItemAnswer(null, value.Value, value.Tolerance, weight, feedback));
            }
            else
            {
                answers.Add(new ItemAnswer(text, null, null, weight, feedback));
            }
        }
        if (gaps.Count > 0 && gaps.Keys.Last() != gaps.Count) return Problem.Because("The gaps are numbered 1, 2, 3 …; gap {0} has no answer.", Enumerable.Range(1, 20).First(i => !gaps.ContainsKey(i)));
        var caseMatters = Flag(cells["case_matters"]) == true;
        return item with { Gaps = [.. gaps.Values.Select(a => new ItemGap(a, caseMatters))], Text = Marked(item.Text, gaps.Count) };
    }

    /// <summary>A single gap may stand behind the text without being marked there.</summary>
    private static ItemText Marked(ItemText text, int gaps)
    {
        string Mark(string t) => t.Length == 0 || gaps != 1 || t.Contains("[[1]]", StringComparison.Ordinal) ? t : t + " [[1]]";
        return text with { Text = Mark(text.Text), Both = text.Both is { } both ? new LocalText(Mark(both.Zh), Mark(both.En)) : null };
    }

    private static IEnumerable<int> Numbers(TableCells cells) => Enumerable.Range(1, ExchangeLimits.Options).Where(i => cells.Text($"option_{i}") is not null || cells.Text($"option_{i}_match") is not null);

    private static Problem Bad(string column, string value) => Problem.Because("\"{1}\" is not allowed in the column {0}.", column, ItemHead.Of(value));

    private static bool? Flag(string? cell) => cell?.ToLowerInvariant() switch
    {
        "true" or "yes" or "y" or "x" or "t" or "√" or "✓" or "是" or "对" or "正确" => true,
        "false" or "no" or "n" or "f" or "否" or "错" or "错误" => false,
        _ => null,
    };
}
