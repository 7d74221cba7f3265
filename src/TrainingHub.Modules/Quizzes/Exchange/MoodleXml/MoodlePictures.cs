using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Pictures;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Pictures that travel within Moodle's XML: the first of the question itself is kept, every other is named as lost.</summary>
internal static partial class MoodlePictures
{
    public static ItemPicture? Take(XElement question, ref ItemText stem, List<Problem> lost)
    {
        var files = question.Descendants("file").ToList();
        ItemPicture? kept = null;
        foreach (var file in question.Element("questiontext")?.Elements("file") ?? [])
        {
            var name = (string?)file.Attribute("name") ?? "";
            if (kept is not null || Read(name, file.Value) is not { } bytes) continue;
            var image = Image().Matches(stem.Text).FirstOrDefault(m => m.Value.Contains(Uri.EscapeDataString(name), StringComparison.Ordinal) || m.Value.Contains(name, StringComparison.Ordinal));
            var alt = image is null ? "" : WebUtility.HtmlDecode(Alt().Match(image.Value).Groups[1].Value);
            if (image is not null) stem = stem with { Text = stem.Text.Remove(image.Index, image.Length) };
            kept = new ItemPicture("media/" + Safe(name), bytes, new ItemText(alt));
            if (alt.Length == 0) lost.Add(Problem.Because("The picture has no words for those who can't see it; add them."));
            files.Remove(file);
        }
        if (files.Count > 0) lost.Add(Problem.Because("Files within it: {0}.", string.Join(", ", files.Select(f => ItemHead.Of((string?)f.Attribute("name") ?? "?")))));
        return kept;
    }

    private static byte[]? Read(string name, string base64)
    {
        if (Path.GetExtension(name).ToLowerInvariant() is not (".png" or ".jpg" or ".jpeg") || base64.Length > ExchangeLimits.PictureBytes * 4L / 3 + 100) return null;
        try
        {
            var bytes = Convert.FromBase64String(base64);
            return PictureSize.Of(name.ToLowerInvariant(), bytes) is null ? null : bytes;
        }
        catch (FormatException)
        {
            return null; // named as lost with the others
        }
    }

    private static string Safe(string name) => Unsafe().Replace(name.ToLowerInvariant(), "-");

    [GeneratedRegex("<img\\b[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Image();

    [GeneratedRegex("\\balt\\s*=\\s*[\"']([^\"']*)[\"']", RegexOptions.IgnoreCase)]
    private static partial Regex Alt();

    [GeneratedRegex("[^a-z0-9.-]+")]
    private static partial Regex Unsafe();
}
