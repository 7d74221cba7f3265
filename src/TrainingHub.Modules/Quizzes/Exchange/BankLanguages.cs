using System.Text.Json;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Which languages a question can be asked in: every text of it must be there.</summary>
internal static class BankLanguages
{
    /// <summary>The one language that is whole; null where both are (or, with texts missing here and there, neither).</summary>
    public static string? OnlyOne(QuestionDraft draft)
    {
        var (zh, en) = (true, true);
        Look(JsonSerializer.SerializeToElement(draft.Body, Platform.Json.Plain), ref zh, ref en);
        return zh == en ? null : zh ? Languages.Chinese : Languages.English;
    }

    private static void Look(JsonElement json, ref bool zh, ref bool en)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var each in json.EnumerateArray()) Look(each, ref zh, ref en);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            if (json.TryGetProperty(Languages.Chinese, out var chinese) && json.TryGetProperty(Languages.English, out var english) && chinese.ValueKind == JsonValueKind.String)
            {
                // Where neither is there, as in a rubric still to be written, no language is worse off.
                var (hasZh, hasEn) = (chinese.GetString()!.Length > 0, english.GetString()!.Length > 0);
                zh &= hasZh || !hasEn;
                en &= hasEn || !hasZh;
                return;
            }
            foreach (var each in json.EnumerateObject()) Look(each.Value, ref zh, ref en);
        }
    }
}
