using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>A question of the bank as an item: in one language where the format has one, with both where it has two.</summary>
internal sealed class BankToItem(string language, bool both)
{
    public static ExchangeItem Of(QuestionDraft question, string? category, string language, bool both) => new BankToItem(language, both).Map(question) with { Category = category };

    private ExchangeItem Map(QuestionDraft q)
    {
        var item = Content(new ExchangeItem(q.Line, q.Kind, Text(q.Body.Stem)), q.Body.Content);
        return item with
        {
            Id = q.Slug, Tags = q.Tags, Clause = q.Clause, Difficulty = q.Difficulty, MustPass = q.MustPass, Feedback = Optional(q.Body.Feedback), Mark = q.MaxMark / 1000m, Shuffle = q.Body.Shuffle, HasOtherLanguage = !both && q.Body.Stem is { Zh.Length: > 0, En.Length: > 0 },
            Picture = q.Body.Media is { } media ? new ItemPicture(media, null, q.Body.Alt is { } alt ? Text(alt) : ItemText.Empty) : null,
        };
    }

    private ExchangeItem Content(ExchangeItem item, System.Text.Json.JsonElement content)
    {
        switch (item.Kind)
        {
            case "single" or "multiple" or "true-false":
                var choice = ChoiceContent.From(content);
                var right = choice.Options.Count(o => o.Correct);
                return item with { Options = [.. choice.Options.Select(o => new ItemOption(item.Kind == "true-false" ? new ItemText(o.Id) : Text(o.Text), Weight(item.Kind, o, right, choice), Optional(o.Feedback), o.Id) { HasOwnWeight = o.Weight is not null })], Scoring = choice.Scoring };
            case "matching":
                var matching = MatchingContent.From(content);
                return item with { Pairs = [.. matching.Pairs.Select(p => new ItemPair(Text(p.Left), Text(p.Right))), .. matching.Distractors.Select(d => new ItemPair(null, Text(d.Text)))], Scoring = matching.Scoring };
            case "ordering":
                var ordering = OrderingContent.From(content);
                return item with { Options = [.. ordering.Items.Select(i => new ItemOption(Text(i.Text), 0, null, i.Id))], Scoring = ordering.Scoring };
            case "fill-in":
                var fillIn = FillInContent.From(content);
                var order = fillIn.Blanks.Select(b => b.Id).ToList();
                string Mark(string text) => order.Select((id, i) => (id, i)).Aggregate(text, (t, b) => t.Replace($"[[{b.id}]]", $"[[{b.i + 1}]]", StringComparison.Ordinal));
                var stem = item.Text.Both is { } two ? item.Text with { Text = Mark(item.Text.Text), Both = new LocalText(Mark(two.Zh), Mark(two.En)) } : item.Text with { Text = Mark(item.Text.Text) };
                return item with { Text = stem, Gaps = [.. fillIn.Blanks.Select(Gap)], Scoring = fillIn.Scoring };
            case "scenario":
                return item with { Parts = [.. ScenarioContent.From(content).Parts.Select(p => Content(new ExchangeItem(0, p.Kind, Text(p.Stem)) { Id = p.Id, Feedback = Optional(p.Feedback) }, p.Content))] };
            case "hotspot":
                var hotspot = HotspotContent.From(content);
                return item with { Areas = [.. hotspot.Areas.Select(a => new ItemArea(a.Shape, a.At, a.Correct, Text(a.Label), a.Id))], Scoring = hotspot.Scoring };
            case "photo":
                return item with { Rubric = Optional(PhotoContent.From(content).Rubric) };
            default:
                var free = FreeTextContent.From(content);
                return item with { Rubric = Optional(free.Rubric), MaxLength = free.MaxLength };
        }
    }

    /// <summary>What is kept, else an even share of what is right; with part marks a wrong one costs as much.</summary>
    private static decimal Weight(string kind, ChoiceOption option, int right, ChoiceContent choice)
    {
        if (option.Weight is { } kept) return kept;
        if (kind != "multiple") return option.Correct ? 100 : 0;
        var share = decimal.Round(100m / Math.Max(1, right), 5);
        return option.Correct ? share : choice.Scoring == Scoring.PartMarks ? -share : 0;
    }

    private ItemGap Gap(Blank blank)
    {
        var others = blank.Others ?? [];
        var answers = new List<ItemAnswer>();
        if (blank.Number is { } number) answers.Add(new ItemAnswer(null, number, blank.Tolerance ?? 0, 100, Optional(others.FirstOrDefault(o => o.Weight == 100 && o.Number == number && (o.Tolerance ?? 0) == (blank.Tolerance ?? 0))?.Feedback)));
        else answers.AddRange(Words(blank.Accept!).Select(w => new ItemAnswer(w, null, null, 100, Optional(others.FirstOrDefault(o => o.Weight == 100 && o.Text == w.Text)?.Feedback))));
        answers.AddRange(others.Where(o => !answers.Any(a => a.Weight == 100 && o.Weight == 100 && a.Number == o.Number && a.Text?.Text == o.Text)).Select(o => new ItemAnswer(o.Text is null ? null : new ItemText(o.Text), o.Number, o.Tolerance, o.Weight, Optional(o.Feedback))));
        return new ItemGap(answers, blank.CaseMatters);
    }

    private IEnumerable<ItemText> Words(AcceptedWords accept)
    {
        if (both)
            return Enumerable.Range(0, Math.Max(accept.Zh.Count, accept.En.Count)).Select(i => new LocalText(accept.Zh.ElementAtOrDefault(i) ?? "", accept.En.ElementAtOrDefault(i) ?? "")).Select(t => new ItemText(t.In(language), TextFormats.Plain, t));
        var words = language == Languages.Chinese ? accept.Zh : accept.En;
        return (words.Count > 0 ? words : [.. accept.All]).Select(w => new ItemText(w));
    }

    private ItemText Text(LocalText text) => new(text.In(language), TextFormats.Plain, both ? text : null);

    private ItemText? Optional(LocalText? text) => text is null || (text.Zh.Length == 0 && text.En.Length == 0) ? null : Text(text);
}
