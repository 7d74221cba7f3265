using TrainingHub.Modules.Certification.Deeds;

namespace TrainingHub.Modules.Certification.Content;

/// <summary>Programmes that need each other in a circle: nobody could ever begin.</summary>
internal static class ProgramCycles
{
    /// <summary>Which programmes this one asks for, for the first time or at a renewal.</summary>
    public static IReadOnlyCollection<string> Needs(ProgramText program) =>
        [.. program.Renewals.Prepend(program.Requires).SelectMany(r => r.Leaves).Where(l => l.Kind == ProgramKind.Name).Select(l => l.Key).Distinct(StringComparer.Ordinal)];

    /// <returns>A circle, its first also as its last; null where there is none.</returns>
    public static IReadOnlyList<string>? Find(IReadOnlyDictionary<string, IReadOnlyCollection<string>> needs)
    {
        HashSet<string> sound = [];
        foreach (var slug in needs.Keys.Order(StringComparer.Ordinal))
            if (Walk(slug, [], needs, sound) is { } circle) return circle;
        return null;
    }

    public static string Say(IReadOnlyList<string> circle) => $"These programmes need each other in a circle, so nobody could ever earn one: {string.Join(" → ", circle)}. Take one of them out.";

    private static IReadOnlyList<string>? Walk(string slug, List<string> way, IReadOnlyDictionary<string, IReadOnlyCollection<string>> needs, HashSet<string> sound)
    {
        if (way.IndexOf(slug) is >= 0 and var begin) return [.. way.Skip(begin), slug];
        if (sound.Contains(slug) || !needs.TryGetValue(slug, out var next)) return null;
        way.Add(slug);
        foreach (var other in next)
            if (Walk(other, way, needs, sound) is { } circle) return circle;
        way.RemoveAt(way.Count - 1);
        sound.Add(slug);
        return null;
    }
}
