using System.Text.Json;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>The answer to a question with options: {"chosen": ["a", "c"]}, in the order of the alphabet so that equal answers are equal texts.</summary>
internal sealed record ChoiceAnswer(IReadOnlyList<string> Chosen)
{
    public static IReadOnlyList<string> ChosenIn(JsonElement? answer) => answer is { } json ? AnswerJson.To<ChoiceAnswer>(json).Chosen : [];

    public static Outcome<JsonElement> ReadForm(AnswerFields fields, IReadOnlyList<string> offered, int most)
    {
        var chosen = fields.All();
        return fields.Rest(several: true) is { } problem ? problem : Check(chosen, offered, most);
    }

    public static Outcome<JsonElement> ReadJson(JsonElement answer, IReadOnlyList<string> offered, int most) =>
        AnswerJson.Texts(answer, "chosen", offered.Count) is { } chosen ? Check(chosen, offered, most) : AnswerJson.Form("""{"chosen": ["a"]}""");

    public static JsonElement Of(IEnumerable<string> chosen) => AnswerJson.Of(new ChoiceAnswer([.. chosen.Order(StringComparer.Ordinal)]));

    public static Outcome<JsonElement> Check(IReadOnlyList<string> chosen, IReadOnlyList<string> offered, int most)
    {
        if (chosen.Any(c => !offered.Contains(c, StringComparer.Ordinal)) || chosen.Distinct().Count() != chosen.Count) return AnswerFields.NotOffered;
        if (chosen.Count > most) return Problem.Because("This question takes one answer only.");
        return Of(chosen);
    }
}
