using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>The model of a kind's edit view.</summary>
/// <param name="Prefix">Of the names of its fields.</param>
internal sealed record EditedContent(string Prefix, JsonElement Content)
{
    /// <summary>How many empty rows a list offers for what is to be added.</summary>
    public const int Spare = 2;
}

/// <summary>A text in both languages, one field each.</summary>
internal sealed record LocalField(string Name, string Label, LocalText? Value, int Rows = 1);

internal sealed record ScoringField(string Name, string? Scoring, string Label);
