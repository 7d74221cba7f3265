using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>Part of a picture, in the picture's own units, edges included.</summary>
/// <param name="Shape">rect (x, y, width, height), circle (x, y, radius) or polygon (x and y of each corner).</param>
internal sealed record Area(string Shape, IReadOnlyList<decimal> At)
{
    public bool Contains(decimal x, decimal y) => Shape switch
    {
        "rect" => x >= At[0] && x <= At[0] + At[2] && y >= At[1] && y <= At[1] + At[3],
        "circle" => (x - At[0]) * (x - At[0]) + (y - At[1]) * (y - At[1]) <= At[2] * At[2],
        _ => InPolygon(x, y),
    };

    /// <summary>Where a number that names the area is put.</summary>
    public (decimal X, decimal Y) Centre => Shape switch
    {
        "rect" => (At[0] + At[2] / 2, At[1] + At[3] / 2),
        "circle" => (At[0], At[1]),
        _ => (Enumerable.Range(0, At.Count / 2).Average(i => At[2 * i]), Enumerable.Range(0, At.Count / 2).Average(i => At[2 * i + 1])),
    };

    /// <summary>Even–odd: a ray to the right crosses the border an odd number of times; on the border counts as within.</summary>
    private bool InPolygon(decimal x, decimal y)
    {
        var isInside = false;
        var corners = At.Count / 2;
        for (int i = 0, j = corners - 1; i < corners; j = i++)
        {
            var (ax, ay, bx, by) = (At[2 * i], At[2 * i + 1], At[2 * j], At[2 * j + 1]);
            if ((bx - ax) * (y - ay) == (by - ay) * (x - ax) && x >= Math.Min(ax, bx) && x <= Math.Max(ax, bx) && y >= Math.Min(ay, by) && y <= Math.Max(ay, by)) return true;
            if (ay > y != by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) isInside = !isInside;
        }
        return isInside;
    }
}

internal sealed record HotspotArea(string Id, string Shape, IReadOnlyList<decimal> At, bool Correct, LocalText Label)
{
    public Area Area() => new(Shape, At);

    /// <summary>As many numbers as the shape has, and a size; a form may hold others until they are mended.</summary>
    [JsonIgnore]
    public bool Fits => Shape switch { "rect" => At.Count == 4 && At[2] > 0 && At[3] > 0, "circle" => At.Count == 3 && At[2] > 0, "polygon" => At.Count is >= 6 and <= 200 && At.Count % 2 == 0, _ => false };
}

/// <param name="Width">Of the picture, in the units of the areas; 0 where it is not known, and then only the list of spots is shown.</param>
internal sealed record HotspotContent(IReadOnlyList<HotspotArea> Areas, string? Scoring = null, int Width = 0, int Height = 0)
{
    public static HotspotContent From(JsonElement content) => AnswerJson.To<HotspotContent>(content);

    public JsonElement ToJson() => AnswerJson.Of(this);

    public IEnumerable<string> Write() =>
    [
        .. Kinds.Scoring.Write(Scoring),
        .. YamlLines.List("areas", Areas, a =>
        [
            $"id: {a.Id}", $"shape: {a.Shape}", $"at: [{string.Join(", ", a.At.Select(v => v.ToString(CultureInfo.InvariantCulture)))}]",
            $"correct: {(a.Correct ? "true" : "false")}", $"label: {YamlLines.Inline(a.Label)}",
        ]),
    ];
}
