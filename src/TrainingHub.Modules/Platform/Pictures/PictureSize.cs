using System.Buffers.Binary;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace TrainingHub.Modules.Platform.Pictures;

/// <summary>How large a picture is, read from its bytes without decoding it.</summary>
public static class PictureSize
{
    /// <summary>Width and height in pixels or, for SVG, in units of its viewBox; null where they are not to be found.</summary>
    /// <param name="path">Its ending says what the bytes should be.</param>
    public static (int Width, int Height)? Of(string path, byte[] bytes) => Path.GetExtension(path) switch
    {
        ".svg" => OfSvg(bytes),
        ".png" => OfPng(bytes),
        _ => OfJpeg(bytes),
    };

    public static (int Width, int Height)? OfPng(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 24 && bytes[..8].SequenceEqual<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            ? (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : null;

    public static (int Width, int Height)? OfJpeg(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return null;
        var at = 2;
        while (at + 9 < bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            // A start-of-frame segment, of whichever kind, holds the size; C4, C8 and CC are other tables.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        return null;
    }

    private static (int, int)? OfSvg(byte[] bytes)
    {
        try
        {
            var box = LoadSvg(bytes).Root?.Attribute("viewBox")?.Value.Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
            return box is [_, _, var w, var h] && double.TryParse(w, CultureInfo.InvariantCulture, out var width) && double.TryParse(h, CultureInfo.InvariantCulture, out var height) && width > 0 && height > 0
                ? ((int)Math.Ceiling(width), (int)Math.Ceiling(height))
                : null;
        }
        catch (XmlException)
        {
            return null; // whoever takes the picture in reports it
        }
    }

    /// <summary>Without a document type and without anything from elsewhere.</summary>
    public static XDocument LoadSvg(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 4_000_000 });
        return XDocument.Load(reader, LoadOptions.SetLineInfo);
    }
}
