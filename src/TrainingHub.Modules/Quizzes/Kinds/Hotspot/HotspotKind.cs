using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Find the spots in a picture; areas are in the picture's own units.</summary>
internal sealed class HotspotKind : IQuestionKind
{
    private sealed record Area(string Id, string Shape, IReadOnlyList<decimal> At, bool Correct, LocalText Label);

    public string Name => "hotspot";
    public string Label => "Hotspot";

    public JsonElement Parse(YamlMap question, LocalText stem)
    {
        if (!question.Has("media")) question.FaultHere("The key \"media\" is missing; a hotspot needs a picture.");
        var ids = new HashSet<string>();
        var areas = new List<Area>();
        foreach (var map in question.Maps("areas"))
        {
            var shape = map.Choice("shape", null, "rect", "circle", "polygon");
            areas.Add(new Area(YamlIds.Read(map, ids), shape, Coordinates(map, shape), map.Flag("correct", false), map.Local("label")));
            map.Done();
        }
        if (question.Has("areas") && !areas.Any(a => a.Correct)) question.Fault("areas", "No area is right; mark at least one with \"correct: true\".");
        return JsonSerializer.SerializeToElement(new { areas }, Json.Plain);
    }

    private static List<decimal> Coordinates(YamlMap map, string shape)
    {
        var at = new List<decimal>();
        foreach (var text in map.Texts("at"))
        {
            if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) at.Add(value);
            else map.Fault("at", $"\"{text}\" is not a number.");
        }
        var fits = shape switch { "rect" => at.Count == 4, "circle" => at.Count == 3, _ => at.Count >= 6 && at.Count % 2 == 0 };
        if (map.Has("at") && !fits) map.Fault("at", "A rect has x, y, width and height; a circle x, y and radius; a polygon x and y of at least three corners.");
        return at;
    }
}
