using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <param name="OnlyLanguage">The one language the question has; null where it has both.</param>
/// <param name="Lost">What the bank can't keep of the item.</param>
internal sealed record BankQuestion(QuestionDraft Draft, string? Category, string? OnlyLanguage, IReadOnlyList<Problem> Lost);

/// <summary>
/// An item as the bank keeps it: plain text in one language or both. The other language is never made up; what a known question has of it stays
/// beside every text that did not change.
/// </summary>
internal sealed class ItemToBank(string language, QuestionBody? known)
{
    private readonly HashSet<string> lost = new(StringComparer.Ordinal);
    private readonly List<Problem> problems = [];

    public static BankQuestion Of(ExchangeItem item, string slug, string language, QuestionBody? known = null, QuestionDraft? head = null) => new ItemToBank(language, known).Map(item, slug, head);

    private BankQuestion Map(ExchangeItem item, string slug, QuestionDraft? head)
    {
        problems.AddRange(item.Lost);
        var content = Content(item, known?.Content);
        var stem = Stem(item, known?.Stem);
        var (media, alt) = (item.Picture?.Name ?? known?.Media, item.Picture is { } picture ? Local(picture.Alt, known?.Alt) : known?.Alt);
        var sha = item.Picture?.Bytes is { } bytes ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) : known?.Media == media ? known?.Picture : null;
        var body = new QuestionBody(stem, media, sha, alt, item.Shuffle ?? known?.Shuffle ?? true, Optional(item.Feedback, known?.Feedback), content);
        var tags = item.Tags.Count > 0 ? item.Tags : head?.Tags ?? [];
        var marks = (long)Math.Max(1, decimal.Round((item.Mark ?? 1) * 1000));
        if (item.Mark is { } exact && exact * 1000 != marks) problems.Add(Problem.Because("The marks are kept with three decimals: {0} instead of {1}.", ItemNumber.Write(marks / 1000m), ItemNumber.Write(exact)));
        var draft = new QuestionDraft(slug, item.Line, item.Kind, item.Clause ?? head?.Clause, tags, item.Difficulty ?? head?.Difficulty ?? 1, item.MustPass ?? head?.MustPass ?? false,
            item.Mark is not null ? marks : head?.MaxMark ?? 1000, body);
        problems.AddRange(lost.Order(StringComparer.Ordinal).Select(l => Problem.Because(l)));
        return new BankQuestion(draft, item.Category, BankLanguages.OnlyOne(draft), problems);
    }

    private JsonElement Content(ExchangeItem item, JsonElement? before) => item.Kind switch
    {
        "single" or "multiple" => Choice(item, before),
        "true-false" => TrueFalse(item, before),
        "matching" => Matching(item, before),
        "ordering" => Ordering(item, before),
        "fill-in" => FillIn(item, before),
        "scenario" => Scenario(item, before),
        "hotspot" => Hotspot(item, before),
        "photo" => new PhotoContent(Optional(item.Rubric, Kept<PhotoContent>(before)?.Rubric) ?? Kept<PhotoContent>(before)?.Rubric ?? new LocalText("", ""), Kept<PhotoContent>(before)?.Criteria).ToJson(),
        _ => new FreeTextContent(Optional(item.Rubric, Kept<FreeTextContent>(before)?.Rubric) ?? Kept<FreeTextContent>(before)?.Rubric ?? new LocalText("", ""), item.MaxLength ?? Kept<FreeTextContent>(before)?.MaxLength ?? 2000, Kept<FreeTextContent>(before)?.Criteria).ToJson(),
    };

    /// <summary>What the known question of the same kind has; another kind's content tells nothing.</summary>
    private static T? Kept<T>(JsonElement? before) where T : class
    {
        try
        {
            return before is { } json ? AnswerJson.To<T>(json) : null;
        }
        catch (Exception e) when (e is JsonException or NullReferenceException)
        {
            return null;
        }
    }

    private JsonElement Choice(ExchangeItem item, JsonElement? before)
    {
        var old = Kept<ChoiceContent>(before)?.Options ?? [];
        var ids = new FreeIds(old.Select(o => o.Id));
        var isPlain = item.Options.All(o => o.Weight is 0 or 100) && item.Kind == "single";
        var right = item.Options.Count(o => o.Weight > 0);
        // Even shares without penalty are what "part marks" or "all or nothing" say already.
        var options = item.Options.Select(o =>
        {
            var same = Find(old, o.Text, x => x.Text, x => x.Id, o.Id);
            return new ChoiceOption(ids.Take(o.Id ?? same?.Id), o.Weight == 100 || (item.Kind == "multiple" && o.Weight > 0), Local(o.Text, same?.Text), Optional(o.Feedback, same?.Feedback))
            {
                Weight = isPlain || item.Scoring is not null ? null : o.Weight,
            };
        }).ToList();
        return new ChoiceContent(options, item.Kind == "multiple" ? item.Scoring ?? (right == 0 ? null : Kinds.Scoring.PartMarks) : null).ToJson();
    }

    private JsonElement TrueFalse(ExchangeItem item, JsonElement? before)
    {
        var old = Kept<ChoiceContent>(before)?.Options;
        var (yes, no) = (item.Options.First(o => o.Id == "true"), item.Options.First(o => o.Id == "false"));
        return TrueFalseKind.Content(yes.Weight == 100, Optional(yes.Feedback, old?.FirstOrDefault(o => o.Id == "true")?.Feedback), Optional(no.Feedback, old?.FirstOrDefault(o => o.Id == "false")?.Feedback)).ToJson();
    }

    private JsonElement Matching(ExchangeItem item, JsonElement? before)
    {
        var old = Kept<MatchingContent>(before);
        var ids = new FreeIds([.. old?.Pairs.Select(p => p.Id) ?? [], .. old?.Distractors.Select(d => d.Id) ?? []]);
        var pairs = item.Pairs.Where(p => p.Left is not null).Select(p =>
        {
            var same = Find(old?.Pairs ?? [], p.Left!, x => x.Left, x => x.Id);
            return new MatchingPair(ids.Take(same?.Id), Local(p.Left!, same?.Left), Local(p.Right, same?.Right));
        }).ToList();
        var distractors = item.Pairs.Where(p => p.Left is null).Select(p =>
        {
            var same = Find(old?.Distractors ?? [], p.Right, x => x.Text, x => x.Id);
            return new Distractor(ids.Take(same?.Id), Local(p.Right, same?.Text));
        }).ToList();
        return new MatchingContent(pairs, distractors, item.Scoring ?? old?.Scoring ?? Kinds.Scoring.PartMarks).ToJson();
    }

    private JsonElement Ordering(ExchangeItem item, JsonElement? before)
    {
        var old = Kept<OrderingContent>(before);
        var ids = new FreeIds(old?.Items.Select(i => i.Id) ?? []);
        var steps = item.Options.Select(o =>
        {
            var same = Find(old?.Items ?? [], o.Text, x => x.Text, x => x.Id, o.Id);
            return new OrderingItem(ids.Take(o.Id ?? same?.Id), Local(o.Text, same?.Text));
        }).ToList();
        return new OrderingContent(steps, item.Scoring ?? old?.Scoring).ToJson();
    }

    private JsonElement FillIn(ExchangeItem item, JsonElement? before)
    {
        var old = Kept<FillInContent>(before);
        var blanks = item.Gaps.Select((gap, i) => Gap(gap, GapId(i), old?.Blanks.FirstOrDefault(b => b.Id == GapId(i)))).ToList();
        return new FillInContent(blanks, item.Scoring ?? old?.Scoring ?? (blanks.Count > 1 ? Kinds.Scoring.PartMarks : null)).ToJson();
    }

    private static string GapId(int index) => $"b{index + 1}";

    private Blank Gap(ItemGap gap, string id, Blank? old)
    {
        problems.AddRange(Unkept(gap));
        var answers = gap.Answers.Where(a => !a.IsAnythingElse && !a.IsPattern).ToList();
        var first = answers.First(a => a.Weight == 100);
        if (first.Number is { } number)
            return new Blank(id, null, number, first.Tolerance ?? 0) { Others = Others(answers.Where(a => a != first || a.Feedback is not null), old) };
        var full = answers.Where(a => a.Weight == 100 && a.Number is null).ToList();
        var both = full.All(a => a.Words!.Both is not null);
        var words = full.Select(a => Plain(a.Words!)).ToList();
        var accept = both ? new AcceptedWords([.. full.Select(a => a.Words!.Both!.Zh).Where(w => w.Length > 0)], [.. full.Select(a => a.Words!.Both!.En).Where(w => w.Length > 0)])
            : language == Languages.Chinese ? new AcceptedWords(words, old?.Accept is { } o1 && o1.Zh.SequenceEqual(words) ? o1.En : [])
            : new AcceptedWords(old?.Accept is { } o2 && o2.En.SequenceEqual(words) ? o2.Zh : [], words);
        return new Blank(id, accept, null, null, gap.CaseMatters) { Others = Others(answers.Where(a => a.Weight != 100 || a.Feedback is not null || a.Number is not null), old) };
    }

    /// <summary>A gap takes only what is written: what Moodle's asterisks say beyond that is named.</summary>
    private static IEnumerable<Problem> Unkept(ItemGap gap)
    {
        if (gap.Answers.Any(a => a.IsAnythingElse && a.Feedback is not null)) yield return Problem.Because("The feedback to all other answers.");
        if (gap.Answers.FirstOrDefault(a => a.IsAnythingElse && a.Weight < 0) is { } costly) yield return Problem.Because("That all other answers cost marks ({0} %).", ItemNumber.Write(costly.Weight));
        foreach (var pattern in gap.Answers.Where(a => a.IsPattern)) yield return Problem.Because("The answer \"{0}\" ({1} %): the asterisk stands for any text, but a gap takes only what is written.", ItemHead.Of(pattern.Text!.Text), ItemNumber.Write(pattern.Weight));
    }

    private List<BlankAnswer>? Others(IEnumerable<ItemAnswer> answers, Blank? old)
    {
        var others = answers.Select(a => (Answer: a, Text: a.Words is not { } words ? null : words.Both?.In(language) ?? Plain(words))).Select(a => new BlankAnswer(a.Text, a.Answer.Number, a.Answer.Tolerance, a.Answer.Weight,
            Optional(a.Answer.Feedback, old?.Others?.FirstOrDefault(o => o.Text == a.Text && o.Number == a.Answer.Number)?.Feedback))).ToList();
        return others.Count == 0 ? null : others;
    }

    private JsonElement Scenario(ExchangeItem item, JsonElement? before)
    {
        var old = Kept<ScenarioContent>(before);
        var parts = item.Parts.Select((part, i) =>
        {
            var id = part.Id ?? $"p{i + 1}";
            var same = old?.Parts.FirstOrDefault(p => p.Id == id && p.Kind == part.Kind);
            return new ScenarioPart(id, part.Kind, Stem(part, same?.Stem), Optional(part.Feedback, same?.Feedback), Content(part, same?.Content));
        }).ToList();
        return new ScenarioContent(parts).ToJson();
    }

    private JsonElement Hotspot(ExchangeItem item, JsonElement? before)
    {
        var old = Kept<HotspotContent>(before);
        var ids = new FreeIds(old?.Areas.Select(a => a.Id) ?? []);
        var areas = item.Areas.Select(a =>
        {
            var same = old?.Areas.FirstOrDefault(x => x.Shape == a.Shape && x.At.SequenceEqual(a.At));
            return new HotspotArea(ids.Take(a.Id ?? same?.Id), a.Shape, a.At, a.Correct, Local(a.Label, same?.Label));
        }).ToList();
        var size = item.Picture is { Bytes: { } bytes } picture ? Platform.Pictures.PictureSize.Of(picture.Name, bytes) : old is null ? null : (old.Width, old.Height);
        return new HotspotContent(areas, item.Scoring ?? old?.Scoring, size?.Width ?? 0, size?.Height ?? 0).ToJson();
    }

    /// <summary>In a text with gaps [[1]] becomes the gap's id; other double brackets become single ones, for they would be read as gaps.</summary>
    private LocalText Stem(ExchangeItem item, LocalText? before)
    {
        if (item.Kind != "fill-in") return Local(item.Text, before);
        string Mark(string text) => GapMarks.Replace(text, i => i < item.Gaps.Count ? $"[[{GapId(i)}]]" : null);
        return item.Text.Both is { } both ? new LocalText(Mark(both.Zh), Mark(both.En)) : Local(new ItemText(Mark(Plain(item.Text))), before);
    }

    private T? Find<T>(IReadOnlyList<T> old, ItemText text, Func<T, LocalText> textOf, Func<T, string> idOf, string? id = null) where T : class =>
        id is not null ? old.FirstOrDefault(o => idOf(o) == id)
        : text.Both is { } both ? old.FirstOrDefault(o => textOf(o) == both)
        : Plain(text) is var plain && language == Languages.Chinese ? old.FirstOrDefault(o => textOf(o).Zh == plain) : old.FirstOrDefault(o => textOf(o).En == plain);

    private string Plain(ItemText text) => HtmlText.ToPlain(text, lost);

    private LocalText Local(ItemText text, LocalText? before)
    {
        if (text.Both is { } both) return new LocalText(both.Zh.Trim(), both.En.Trim());
        var plain = Plain(text);
        return language == Languages.Chinese ? new LocalText(plain, before?.Zh == plain ? before.En : "") : new LocalText(before?.En == plain ? before.Zh : "", plain);
    }

    private LocalText? Optional(ItemText? text, LocalText? before) => text is null || text.IsEmpty ? null : Local(text, before);

    /// <summary>Ids of options: those they had, else the next letter that is free.</summary>
    private sealed class FreeIds(IEnumerable<string> old)
    {
        private readonly HashSet<string> reserved = new(old, StringComparer.Ordinal);
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);
        private int next;

        public string Take(string? wanted)
        {
            if (wanted is not null && taken.Add(wanted)) return wanted;
            string id;
            do id = next < 26 ? ((char)('a' + next)).ToString() : $"o{next + 1}";
            while (next++ >= 0 && (reserved.Contains(id) || !taken.Add(id)));
            return id;
        }
    }
}
