using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Take a photo; a trainer marks by the rubric.</summary>
internal sealed class PhotoKind : IQuestionKind
{
    public string Name => "photo";
    public string Label => "Photo";

    public JsonElement Parse(YamlMap question, LocalText stem) => JsonSerializer.SerializeToElement(new { rubric = question.Local("rubric") }, Json.Plain);
}
