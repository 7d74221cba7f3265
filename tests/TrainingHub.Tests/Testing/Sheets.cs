using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Tests.Testing;

/// <summary>Answers to questions of any kind, and the questions of a sheet that are answered by choosing.</summary>
internal static class Sheets
{
    public static Task<JsonElement> AnswerTo(this TestHub hub, long attempt, int slot, bool right = true) =>
        hub.In(s => s.GetRequiredService<IAnswerKeys>().Answer(attempt, slot, right, default));

    /// <summary>Slots and option ids of the questions that are answered by choosing an option; for who cares only that something is saved.</summary>
    public static IReadOnlyList<(int Slot, string[] Options)> Choices(this JsonElement sheet)
    {
        (int, string[])[] choices =
        [
            .. sheet.GetProperty("questions").EnumerateArray().Where(q => q.GetProperty("kind").GetString() is "single" or "multiple" or "true-false")
                .Select(q => (q.GetProperty("slot").GetInt32(), q.GetProperty("options").EnumerateArray().Select(o => o.GetProperty("id").GetString()!).ToArray())),
        ];
        Assert.NotEmpty(choices);
        return choices;
    }
}
