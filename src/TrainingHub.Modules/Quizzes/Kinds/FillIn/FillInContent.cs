using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>The texts that are right, in each language.</summary>
internal sealed record AcceptedWords(IReadOnlyList<string> Zh, IReadOnlyList<string> En)
{
    /// <summary>In whichever language it was typed.</summary>
    public IEnumerable<string> All => Zh.Concat(En);
}

/// <summary>A further answer that a gap takes, with its own worth and feedback: a text, or a number with a tolerance.</summary>
/// <param name="Weight">Percent of the gap's marks.</param>
internal sealed record BlankAnswer(string? Text, decimal? Number, decimal? Tolerance, decimal Weight, LocalText? Feedback)
{
    public bool Takes(string typed, bool caseMatters) => Number is { } number
        ? Folding.Number(typed) is { } value && Math.Abs(value - number) <= (Tolerance ?? 0)
        : Folding.Fold(Text ?? "", caseMatters) == Folding.Fold(typed, caseMatters);
}

/// <summary>A gap: either texts or a number are accepted.</summary>
/// <param name="Tolerance">How far off the number may be, both ways, ends included.</param>
/// <param name="CaseMatters">Whether "wc" is wrong where "WC" is accepted.</param>
internal sealed record Blank(string Id, AcceptedWords? Accept, decimal? Number, decimal? Tolerance, bool CaseMatters = false)
{
    /// <summary>Answers of an imported question that are right in part, or have a feedback of their own; null where there are none.</summary>
    public IReadOnlyList<BlankAnswer>? Others { get; init; }

    public bool Accepts(string typed) => Worth(typed) == 100;

    /// <summary>Percent of the gap's marks, from 0 to 100: what the best of the answers that take it is worth.</summary>
    public decimal Worth(string typed) => IsFull(typed) ? 100 : Math.Clamp((Others ?? []).Where(o => o.Takes(typed, CaseMatters)).Select(o => o.Weight).DefaultIfEmpty().Max(), 0, 100);

    /// <summary>What the best of the answers that take it has to say; null where none has.</summary>
    public LocalText? FeedbackTo(string typed) => (Others ?? []).Where(o => o.Feedback is not null && o.Takes(typed, CaseMatters)).MaxBy(o => o.Weight)?.Feedback;

    private bool IsFull(string typed) => Number is { } number
        ? Folding.Number(typed) is { } value && Math.Abs(value - number) <= (Tolerance ?? 0)
        : Accept!.All.Any(word => Folding.Fold(word, CaseMatters) == Folding.Fold(typed, CaseMatters));

    /// <summary>How the answer counts in the statistics: 30 and 30.0 are one, and so are " WC" and "ｗｃ".</summary>
    public string ClassOf(string typed) => Number is not null && Folding.Number(typed) is { } value ? value.ToString("0.#########", CultureInfo.InvariantCulture) : Folding.Fold(typed, CaseMatters);

    /// <summary>The key as one reads it.</summary>
    public string Key(Localizer t) => Number is not { } number
        ? string.Join(" / ", (t.IsChinese ? Accept!.Zh : Accept!.En) is { Count: > 0 } own ? own : Accept.All)
        : Tolerance is > 0 and var off ? $"{Plain(number)} ± {Plain(off)}" : Plain(number);

    public static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}

internal sealed record FillInContent(IReadOnlyList<Blank> Blanks, string? Scoring = null)
{
    public static FillInContent From(JsonElement content) => AnswerJson.To<FillInContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    public IEnumerable<string> Write() => [.. Kinds.Scoring.Write(Scoring), .. YamlLines.List("blanks", Blanks, Lines)];

    private static IEnumerable<string> Lines(Blank blank)
    {
        yield return $"id: {blank.Id}";
        if (blank.Accept is { } words)
        {
            yield return "accept:";
            yield return $"  zh-CN: [{string.Join(", ", words.Zh.Select(YamlLines.Quote))}]";
            yield return $"  en: [{string.Join(", ", words.En.Select(YamlLines.Quote))}]";
        }
        if (blank.Number is { } number) yield return $"number: {Blank.Plain(number)}";
        if (blank.Tolerance is > 0 and var off) yield return $"tolerance: {Blank.Plain(off)}";
        if (blank.CaseMatters) yield return "caseMatters: true";
    }
}

/// <summary>{"blanks": {"id": "as typed"}}, in the author's order; blanks that were left open are not in it.</summary>
internal sealed record FillInAnswer(IReadOnlyDictionary<string, string> Blanks)
{
    public static IReadOnlyDictionary<string, string> In(JsonElement? answer) => answer is { } json ? AnswerJson.To<FillInAnswer>(json).Blanks : new Dictionary<string, string>();
}
