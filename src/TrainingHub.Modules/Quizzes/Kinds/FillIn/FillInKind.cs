using System.Text.Json;
using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Type a word or a number into the gaps that the stem marks as [[id]].</summary>
internal sealed partial class FillInKind : IQuestionKind
{
    private sealed record Words(IReadOnlyList<string> Zh, IReadOnlyList<string> En);

    private sealed record Blank(string Id, Words? Accept, decimal? Number, decimal? Tolerance);

    public string Name => "fill-in";
    public string Label => "Fill in";

    public JsonElement Parse(YamlMap question, LocalText stem)
    {
        var ids = new HashSet<string>();
        var blanks = new List<Blank>();
        foreach (var map in question.Maps("blanks"))
        {
            blanks.Add(ReadBlank(map, ids));
            map.Done();
        }
        if (question.Has("blanks") && blanks.Count == 0) question.Fault("blanks", "At least one blank is needed.");
        foreach (var (language, text) in new[] { (Languages.Chinese, stem.Zh), (Languages.English, stem.En) })
        {
            if (text.Length == 0) continue; // the missing translation is reported already
            var marked = Gap().Matches(text).Select(m => m.Groups[1].Value).ToList();
            foreach (var id in ids.Where(id => marked.Count(m => m == id) != 1)) question.Fault("stem", $"The stem in {language} must mark the blank once as [[{id}]].");
            foreach (var id in marked.Distinct().Where(m => !ids.Contains(m))) question.Fault("stem", $"The stem in {language} marks [[{id}]], but there is no such blank.");
        }
        return JsonSerializer.SerializeToElement(new { blanks }, Json.Plain);
    }

    private static Blank ReadBlank(YamlMap map, HashSet<string> ids)
    {
        var id = YamlIds.Read(map, ids);
        if (map.Has("accept") == map.Has("number")) map.FaultHere("A blank has either \"accept\" or \"number\".");
        Words? accept = null;
        if (map.OptionalMap("accept") is { } words)
        {
            accept = new Words(Accepted(words, Languages.Chinese), Accepted(words, Languages.English));
            words.Done();
        }
        decimal? number = map.Has("number") ? map.Fraction("number", null, -1_000_000_000, 1_000_000_000) : null;
        decimal? tolerance = number is null ? null : map.Fraction("tolerance", 0, 0, 1_000_000_000);
        return new Blank(id, accept, number, tolerance);
    }

    private static List<string> Accepted(YamlMap words, string language)
    {
        var accepted = words.Texts(language);
        if (words.Has(language) && (accepted.Count == 0 || accepted.Any(string.IsNullOrWhiteSpace))) words.Fault(language, "Name at least one accepted text, and no empty one.");
        return accepted;
    }

    [GeneratedRegex(@"\[\[([^\[\]]+)\]\]")]
    private static partial Regex Gap();
}
