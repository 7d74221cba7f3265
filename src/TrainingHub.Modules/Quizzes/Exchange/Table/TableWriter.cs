using System.Text;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>The table of questions: its columns, the rows of a bank, and the empty template with one row of each kind.</summary>
internal static class TableWriter
{
    private static readonly string[] Head = ["id", "kind", "category", "tags", "clause", "difficulty", "must_pass", "marks", "shuffle", "scoring", "stem_zh", "stem_en", "feedback_zh", "feedback_en", "rubric_zh", "rubric_en", "max_length", "case_matters", "answer"];

    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create("\",\r\n;\t");

    private static readonly string[] Option = ["zh", "en", "right", "gap", "match_zh", "match_en", "feedback_zh", "feedback_en"];

    public static IEnumerable<IReadOnlyList<string>> Rows(IReadOnlyList<ExchangeItem> items, List<ItemLoss> losses)
    {
        var carried = items.Where(i => Carries(i, losses)).ToList();
        var groups = carried.Select(i => Groups(i).Count).Append(4).Max();
        yield return [.. Head, .. Enumerable.Range(1, groups).SelectMany(i => Option.Select(o => $"option_{i}_{o}"))];
        foreach (var item in carried) yield return [.. Cells(item), .. Groups(item).SelectMany(g => g)];
    }

    public static string Csv(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\ufeff"); // by it Excel knows that it is UTF-8
        foreach (var row in rows) text.AppendJoin(',', row.Select(TableText.Guard).Select(c => c.AsSpan().IndexOfAny(Quoted) < 0 ? c : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");
        return text.ToString();
    }

    private static bool Carries(ExchangeItem item, List<ItemLoss> losses)
    {
        var lost = new List<Problem>();
        if (item.Picture is not null) lost.Add(Problem.Because("The picture."));
        if (item.Gaps.Select(g => g.CaseMatters).Distinct().Count() > 1) lost.Add(Problem.Because("That capital letters matter."));
        var isLeftOut = item.Kind is "scenario" or "hotspot" or ExchangeItem.Description;
        if (isLeftOut) lost.Insert(0, Losses.Kind(item.Kind));
        if (lost.Count > 0) losses.Add(new ItemLoss(ItemHead.Of(item), isLeftOut, lost));
        return !isLeftOut;
    }

    private static string[] Cells(ExchangeItem item) =>
    [
        item.Id ?? "", item.Kind, item.Category ?? "", string.Join(";", item.Tags), item.Clause ?? "", $"{item.Difficulty}", Flag(item.MustPass), item.Mark is { } mark ? ItemNumber.Write(mark) : "", item.Kind is "single" or "multiple" ? Flag(item.Shuffle) : "", IsWeighed(item) ? "" : item.Scoring ?? "",
        Zh(item.Text), En(item.Text), Zh(item.Feedback), En(item.Feedback), Zh(item.Rubric), En(item.Rubric), $"{item.MaxLength}", item.Gaps.Any(g => g.CaseMatters) ? "yes" : "",
        item.Kind == "true-false" ? item.Options.First(o => o.Weight == 100).Id! : "",
    ];

    private static List<string[]> Groups(ExchangeItem item) => item.Kind switch
    {
        "single" or "multiple" => [.. item.Options.Select(o => Group(o.Text, Right(item, o), "", null, o.Feedback))],
        "true-false" => [.. item.Options.Select(o => Group(null, "", "", null, o.Feedback))],
        "ordering" => [.. item.Options.Select(o => Group(o.Text, "", "", null, null))],
        "matching" => [.. item.Pairs.Select(p => Group(p.Left, "", "", p.Right, null))],
        "fill-in" => [.. item.Gaps.SelectMany((g, i) => g.Answers.Select(a => Group(a.Number is { } number ? Number(number, a.Tolerance) : Word(a.Text!), a.Weight == 100 ? "" : ItemNumber.Write(a.Weight), $"{i + 1}", null, a.Feedback)))],
        _ => [],
    };

    private static ItemText Number(decimal number, decimal? tolerance) => new($"#{ItemNumber.Write(number)}:{ItemNumber.Write(tolerance ?? 0)}", TextFormats.Plain, new LocalText("", $"#{ItemNumber.Write(number)}:{ItemNumber.Write(tolerance ?? 0)}"));

    /// <summary>In the table an asterisk stands for any text, as in Moodle.</summary>
    private static ItemText Word(ItemText text) => new(Wildcards.Escape(text.Text), text.Format, text.Both is { } both ? new LocalText(Wildcards.Escape(both.Zh), Wildcards.Escape(both.En)) : null);

    private static bool IsWeighed(ExchangeItem item) => item.Options.Any(o => o.HasOwnWeight);

    /// <summary>Where a rule says how part marks are counted, "yes" is enough.</summary>
    private static string Right(ExchangeItem item, ItemOption option) =>
        item.Kind == "single" && option.Weight is 0 or 100 || item.Scoring is not null && item.Kind == "multiple" && !IsWeighed(item) ? option.Weight > 0 ? "yes" : "" : ItemNumber.Write(option.Weight);

    private static string[] Group(ItemText? text, string right, string gap, ItemText? match, ItemText? feedback) => [Zh(text), En(text), right, gap, Zh(match), En(match), Zh(feedback), En(feedback)];

    private static string Zh(ItemText? text) => text?.Both?.Zh ?? "";

    private static string En(ItemText? text) => text is null ? "" : text.Both?.En ?? text.Text;

    private static string Flag(bool? flag) => flag switch { true => "yes", false => "no", null => "" };
}
