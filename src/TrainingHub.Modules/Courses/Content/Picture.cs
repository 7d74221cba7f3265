using System.Xml;
using System.Xml.Linq;
using TrainingHub.Modules.Platform.Pictures;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>A picture of a course: is it what its name says, how large is it drawn, and (SVG) does it hold nothing that acts or reaches out.</summary>
internal static class Picture
{
    private static readonly string[] Forbidden = ["script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener", "animate", "set", "animatetransform", "animatemotion"];

    public static void Check(string file, byte[] bytes, Faults faults)
    {
        if (file.EndsWith(".svg", StringComparison.Ordinal)) CheckSvg(file, bytes, faults);
        else if (SizeOf(file, bytes) is null) faults.Add(file, $"The bytes are not those of a {(file.EndsWith(".png", StringComparison.Ordinal) ? "PNG" : "JPEG")} picture. Export the picture again.");
    }

    public static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "image/jpeg",
    };

    /// <summary>Width and height in pixels or, for SVG, in units of its viewBox; null where they are not to be found.</summary>
    public static (int Width, int Height)? SizeOf(string path, byte[] bytes) => PictureSize.Of(path, bytes);

    private static void CheckSvg(string file, byte[] bytes, Faults faults)
    {
        XDocument document;
        try
        {
            document = PictureSize.LoadSvg(bytes);
        }
        catch (XmlException e)
        {
            faults.Add(new Fault(file, e.LineNumber, e.LinePosition, "", $"This is not a clean SVG file: {e.Message} Export the picture again, without a document type."));
            return;
        }
        if (document.Root!.Name.LocalName != "svg") faults.Add(file, "The root element is not <svg>. Export the picture again.");
        foreach (var instruction in document.Nodes().OfType<XProcessingInstruction>())
            Report(instruction, $"The instruction <?{instruction.Target}?> may load something from elsewhere. Remove it.");
        foreach (var element in document.Descendants())
        {
            if (Forbidden.Contains(element.Name.LocalName.ToLowerInvariant(), StringComparer.Ordinal)) Report(element, $"<{element.Name.LocalName}> may not stand in a picture. Remove it.");
            if (element.Name.LocalName == "style" && ReachesOut(element.Value)) Report(element, "The style loads something from elsewhere. Remove @import and url(…), save url(#…).");
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration))
            {
                var name = attribute.Name.LocalName.ToLowerInvariant();
                if (name.StartsWith("on", StringComparison.Ordinal)) Report(attribute, $"The event attribute {attribute.Name.LocalName} may not stand in a picture. Remove it.");
                else if (name is "href" or "src" or "base" && !attribute.Value.TrimStart().StartsWith('#')) Report(attribute, $"{attribute.Name.LocalName} leads out of the picture. Only references within it, as #name, are allowed.");
                else if (ReachesOut(attribute.Value)) Report(attribute, $"{attribute.Name.LocalName} loads something from elsewhere. Only url(#…) is allowed.");
            }
        }

        void Report(IXmlLineInfo at, string message) => faults.Add(new Fault(file, at.LineNumber, at.LinePosition, "", message));
    }

    private static bool ReachesOut(string style)
    {
        // A backslash could spell url and @import in ways a plain search does not see.
        if (style.Contains('\\') || style.Contains("@import", StringComparison.OrdinalIgnoreCase) || style.Contains("image-set", StringComparison.OrdinalIgnoreCase)) return true;
        for (var at = style.IndexOf("url(", StringComparison.OrdinalIgnoreCase); at >= 0; at = style.IndexOf("url(", at + 4, StringComparison.OrdinalIgnoreCase))
            if (!style.AsSpan(at + 4).TrimStart(" '\"").StartsWith("#")) return true;
        return false;
    }
}
