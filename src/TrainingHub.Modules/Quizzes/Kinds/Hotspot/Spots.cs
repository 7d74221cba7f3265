using System.Globalization;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>The outlines over a picture, in its own units.</summary>
internal sealed record Spots(int Width, int Height, IReadOnlyList<Spot> All)
{
    /// <summary>Signs stay readable whatever the units are.</summary>
    public string Radius => Of(Math.Max(Width, Height) / 26m);

    public static string Of(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <param name="Tone">is-right, is-wrong or "".</param>
internal sealed record Spot(string Id, Area Area, bool IsChosen, string Tone)
{
    public string Corners => string.Join(' ', Area.At.Select(Spots.Of));
}
