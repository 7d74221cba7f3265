using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Write; a trainer marks by the rubric.</summary>
internal sealed class FreeTextKind : IQuestionKind
{
    public string Name => "free-text";
    public string Label => "Free text";

    public JsonElement Parse(YamlMap question, LocalText stem) =>
        JsonSerializer.SerializeToElement(new { rubric = question.Local("rubric"), maxLength = question.Number("maxLength", 2000, 1, 20_000) }, Json.Plain);
}
