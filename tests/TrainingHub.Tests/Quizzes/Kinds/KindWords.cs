using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Tests.Quizzes.Kinds;

/// <summary>Random questions of every kind, and random answers to them.</summary>
internal static class KindWords
{
    /// <summary>Draws that repeat: a case that fails fails again.</summary>
    internal sealed class Chance(int seed) : Entropy
    {
        private int drawn;

        public override byte[] Bytes(int count)
        {
            var bytes = new List<byte>();
            while (bytes.Count < count)
            {
                var block = new byte[8];
                BinaryPrimitives.WriteInt32LittleEndian(block, seed);
                BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), drawn++);
                bytes.AddRange(SHA256.HashData(block));
            }
            return [.. bytes.Take(count)];
        }

        public bool Flip() => Below(2) == 0;

        public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];
    }

    internal sealed record Case(IQuestionKind Kind, JsonElement Content, LocalText Stem, long MaxMark, Chance Chance)
    {
        public QuestionPaper Paper() => new(Content, Kind.Order(Content, true, Chance));

        public override string ToString() => $"{Kind.Name}, {MaxMark}: {Content}";
    }

    public static Gen<Case> Cases(params IQuestionKind[] kinds) =>
        from kind in Gen.Elements(kinds)
        from seed in Gen.Choose(0, int.MaxValue)
        from max in Gen.Choose(1, 20_000)
        select Make(kind, new Chance(seed), max);

    public static Case One(IQuestionKind kind, int seed) => Make(kind, new Chance(seed), 1000);

    public static Localizer English { get; } = new(new Texts([]), Languages.English);

    private static Case Make(IQuestionKind kind, Chance chance, long max)
    {
        var (content, stem) = Content(kind.Name, chance);
        return new Case(kind, content, stem, max, chance);
    }

    private static LocalText Text(string text) => new($"{text}甲", text);

    private static (JsonElement Content, LocalText Stem) Content(string kind, Chance chance)
    {
        var count = 2 + chance.Below(7);
        var ids = Enumerable.Range(0, count).Select(i => $"{(char)('a' + i)}{(chance.Flip() ? "" : "-1")}").ToList();
        var scoring = chance.Flip() ? Scoring.PartMarks : Scoring.AllOrNothing;
        var right = chance.Below(count);
        return kind switch
        {
            "single" => (new ChoiceContent([.. ids.Select((id, i) => new ChoiceOption(id, i == right, Text(id), chance.Flip() ? Text("f") : null))]).ToJson(), Text("stem")),
            "multiple" => (new ChoiceContent([.. ids.Select((id, i) => new ChoiceOption(id, i == right || (i != (right + 1) % count && chance.Flip()), Text(id), null))], scoring).ToJson(), Text("stem")),
            "true-false" => (TrueFalseKind.Content(chance.Flip(), chance.Flip() ? Text("t") : null, null).ToJson(), Text("stem")),
            "matching" => (new MatchingContent([.. ids.Select((id, i) => new MatchingPair(id, Text("left " + id), Text("right " + (i / 2))))], [.. ids.Take(chance.Below(3) + 1).Select(id => new Distractor("d" + id, Text("more " + id)))], scoring).ToJson(), Text("stem")),
            "ordering" => (new OrderingContent([.. ids.Select(id => new OrderingItem(id, Text(id)))], scoring).ToJson(), Text("stem")),
            "fill-in" => (new FillInContent([.. ids.Select(id => chance.Flip()
                    ? new Blank(id, null, chance.Below(2000) / 8m - 100, chance.Flip() ? 0 : 0.5m)
                    : new Blank(id, new AcceptedWords([id + "字"], [id + " Word", "Ｗ " + id]), null, null, chance.Flip()))], scoring).ToJson(), Text(string.Join(" and ", ids.Select(id => $"[[{id}]]")))),
            "hotspot" => (new HotspotContent([.. ids.Select((id, i) => new HotspotArea(id, "rect", [i * 20, 0, 10, 10], i == right || (i != (right + 1) % count && chance.Flip()), Text(id)))], scoring).ToJson(), Text("stem")),
            "scenario" => (new ScenarioContent([.. ids.Take(1 + chance.Below(4)).Select(id =>
            {
                var inside = chance.Pick(new[] { "single", "multiple", "true-false", "matching", "ordering", "fill-in" });
                var (content, stem) = Content(inside, chance);
                return new ScenarioPart(id, inside, stem, chance.Flip() ? Text("f") : null, content);
            })]).ToJson(), Text("story")),
            "free-text" => (new FreeTextContent(Text("rubric"), 50, chance.Flip() ? null : [.. ids.Select(id => new Criterion(id, Text(id), 1 + chance.Below(5)))]).ToJson(), Text("stem")),
            "photo" => (new PhotoContent(Text("rubric"), chance.Flip() ? null : [.. ids.Select(id => new Criterion(id, Text(id), 2))]).ToJson(), Text("stem")),
            _ => throw new ArgumentException($"The tests know no kind {kind}; a new one needs a line here.", nameof(kind)),
        };
    }

    /// <summary>Any answer that the question takes: right, wrong, in part, or left open.</summary>
    public static JsonElement Answer(IQuestionKind kind, QuestionPaper paper, Chance chance)
    {
        object answer = kind.Name switch
        {
            "single" or "true-false" => new { chosen = chance.Flip() ? [] : new[] { chance.Pick(paper.Order) } },
            "multiple" => new { chosen = paper.Order.Where(_ => chance.Flip()).ToArray() },
            "hotspot" => new { chosen = (HotspotContent.From(paper.Content).Areas.Count(a => a.Correct) == 1 ? [chance.Pick(paper.Order)] : paper.Order.Where(_ => chance.Flip())).ToArray() },
            "matching" => new { pairs = MatchingContent.From(paper.Content).Pairs.Where(_ => chance.Below(4) > 0).ToDictionary(p => p.Id, p => chance.Flip() ? TextKey.Of(p.Right) : chance.Pick(paper.Order)) },
            "ordering" => new { order = chance.Flip() ? [] : Shuffled(paper.Order, chance) },
            "fill-in" => new { blanks = FillInContent.From(paper.Content).Blanks.Where(_ => chance.Below(4) > 0).ToDictionary(b => b.Id, b => chance.Flip() ? b.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? $" {b.Accept!.En[0]} " : "other") },
            "free-text" => new { text = chance.Flip() ? "" : "one\r\ntwo " },
            "photo" => new { photo = chance.Flip() ? "" : "abc123" },
            _ => new { parts = ScenarioContent.From(paper.Content).Parts.Where(_ => chance.Below(4) > 0).ToDictionary(p => p.Id, p => Answer(QuestionKinds.Find(p.Kind), p.Paper(paper.Order), chance)) },
        };
        return JsonSerializer.SerializeToElement(answer);
    }

    public static string[] Shuffled(IReadOnlyList<string> ids, Chance chance)
    {
        var list = ids.ToArray();
        chance.Shuffle(list);
        return list;
    }

    public static string Json(JsonElement json) => JsonSerializer.Serialize(json, Modules.Platform.Json.Plain);
}
