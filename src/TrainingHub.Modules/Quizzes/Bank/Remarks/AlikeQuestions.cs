using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank.Remarks;

/// <summary>
/// The same question twice: in one course where stem and options are nearly the same, in two courses where they are exactly so. Compared are questions of
/// one kind in one language.
/// </summary>
internal sealed class AlikeQuestions : IQuestionRule
{
    /// <summary>Of the standard modules' questions no two have more than 0.19 in common in Chinese and 0.46 in English (docs/decisions/0025).</summary>
    private static double Threshold(string language) => language == Languages.Chinese ? 0.4 : 0.65;

    private sealed record Text(QuestionDraft Question, string Plain, IReadOnlyDictionary<string, int> Pairs);

    public IEnumerable<Remark> Look(QuestionSet set)
    {
        foreach (var language in Languages.All)
        {
            var own = TextsOf(set, language);
            foreach (var (first, second, similarity) in Compare(own).Where(p => p.Similarity >= Threshold(language)))
                yield return set.Remark("alike", second.Question.Line, $"{second.Question.Slug}.{language}",
                    $"This is {(similarity >= 1 ? "the same question as" : "nearly the same question as")} {first.Question.Slug} in line {first.Question.Line} ({Math.Round(similarity * 100).ToString(CultureInfo.InvariantCulture)} % alike). Ask something else, or remove one.");
            foreach (var other in set.Earlier)
                foreach (var (mine, theirs) in own.Join(TextsOf(other, language), t => (t.Question.Kind, t.Plain), t => (t.Question.Kind, t.Plain), (mine, theirs) => (mine, theirs)))
                    yield return set.Remark("alike", mine.Question.Line, $"{mine.Question.Slug}.{language}", $"The course {other.Folder.Slug} asks the same in {theirs.Question.Slug}. Ask something else, or remove one.");
        }
    }

    private static IEnumerable<(Text First, Text Second, double Similarity)> Compare(List<Text> texts)
    {
        for (var i = 0; i < texts.Count; i++)
            for (var j = i + 1; j < texts.Count; j++)
                if (texts[i].Question.Kind == texts[j].Question.Kind) yield return (texts[i], texts[j], Similarity.Of(texts[i].Pairs, texts[j].Pairs));
    }

    private static List<Text> TextsOf(QuestionSet set, string language) => [.. set.Questions.Select(question =>
    {
        var content = question.Kind == new TrueFalseKind().Name ? [] : Words(question.Body.Content, language);
        var plain = Similarity.Plain(string.Concat(content.Prepend(question.Body.Stem.In(language))));
        return new Text(question, plain, Similarity.Pairs(plain));
    })];

    /// <summary>Everything the content says in a language, whatever its kind; feedback comes after the answer and does not count.</summary>
    private static IEnumerable<string> Words(JsonElement node, string language) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().SelectMany(item => Words(item, language)),
        JsonValueKind.Object when node.TryGetProperty(language, out var text) && text.ValueKind == JsonValueKind.String => [text.GetString()!],
        JsonValueKind.Object => node.EnumerateObject().Where(p => p.Name != "feedback").SelectMany(p => Words(p.Value, language)),
        _ => [],
    };
}
