using System.Text.Json;
using Microsoft.Extensions.Primitives;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>The answer to a question with options: {"chosen": ["a", "c"]}, in the order of the alphabet so that equal answers are equal texts.</summary>
internal sealed record ChoiceAnswer(IReadOnlyList<string> Chosen)
{
    public static IReadOnlyList<string> ChosenIn(JsonElement? answer) => answer is { } json ? json.Deserialize<ChoiceAnswer>(Json.Plain)!.Chosen : [];

    public static Outcome<JsonElement> ReadForm(StringValues values, IReadOnlyList<string> offered, int most) =>
        Check([.. values.OfType<string>().Where(v => v.Length > 0)], offered, most);

    public static Outcome<JsonElement> ReadJson(JsonElement answer, IReadOnlyList<string> offered, int most)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("chosen", out var chosen) || chosen.ValueKind != JsonValueKind.Array
            || chosen.EnumerateArray().Any(c => c.ValueKind != JsonValueKind.String))
            return Problem.Because("An answer looks like {0}.", """{"chosen": ["a"]}""");
        return Check([.. chosen.EnumerateArray().Take(offered.Count + 1).Select(c => c.GetString()!)], offered, most);
    }

    private static Outcome<JsonElement> Check(IReadOnlyList<string> chosen, IReadOnlyList<string> offered, int most)
    {
        if (chosen.Any(c => !offered.Contains(c, StringComparer.Ordinal)) || chosen.Distinct().Count() != chosen.Count)
            return Problem.Because("The answer names an option that this question does not offer. Load the page again.");
        if (chosen.Count > most) return Problem.Because("This question takes one answer only.");
        return JsonSerializer.SerializeToElement(new ChoiceAnswer([.. chosen.Order(StringComparer.Ordinal)]), Json.Plain);
    }
}
