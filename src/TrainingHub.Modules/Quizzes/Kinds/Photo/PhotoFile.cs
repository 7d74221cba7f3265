using System.Buffers.Binary;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Pictures;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// A photo as it is kept: the picture, and nothing that the camera wrote beside it. It is rewritten part by part and never decoded,
/// so that no bytes of a stranger reach an image decoder here; what is left out is place, device, time, thumbnails, comments and whatever follows the end.
/// </summary>
internal sealed record PhotoFile(byte[] Bytes, string Type, int Width, int Height)
{
    public const int MostBytes = 10 * 1024 * 1024;
    private const long MostPixels = 60_000_000;

    public static Outcome<PhotoFile> Clean(byte[] bytes)
    {
        if (bytes.Length > MostBytes) return Problem.Because("The photo is larger than {0} MB. Choose a smaller one, or lower the resolution of the camera.", MostBytes / 1024 / 1024);
        // By content: a name or a type that was sent along proves nothing.
        var (type, size) = PictureSize.OfPng(bytes) is { } png ? ("image/png", png) : PictureSize.OfJpeg(bytes) is { } jpeg ? ("image/jpeg", jpeg) : ("", default((int Width, int Height)));
        if (type.Length == 0) return Problem.Because("This is not a JPEG or PNG photo. Take it again, or save it as JPEG.");
        if (size.Width <= 0 || size.Height <= 0 || (long)size.Width * size.Height > MostPixels) return Problem.Because("The photo has too many pixels. Lower the resolution of the camera.");
        var clean = type == "image/png" ? CleanPng.Of(bytes) : CleanJpeg.Of(bytes);
        return clean is null ? Problem.Because("The photo is damaged. Take it again.") : new PhotoFile(clean, type, size.Width, size.Height);
    }
}

/// <summary>JPEG: the segments a decoder needs, in their order, and of the camera's notes only which way is up.</summary>
internal static class CleanJpeg
{
    public static byte[]? Of(ReadOnlySpan<byte> source)
    {
        using var clean = new MemoryStream(source.Length);
        clean.Write([0xFF, 0xD8]);
        var (at, upright, hasScan) = (2, 1, false);
        while (at + 2 <= source.Length && source[at] == 0xFF)
        {
            var marker = source[at + 1];
            if (marker == 0xFF) // padding
            {
                at++;
                continue;
            }
            if (marker == 0xD9)
            {
                clean.Write([0xFF, 0xD9]);
                return hasScan ? clean.ToArray() : null;
            }
            if (at + 4 > source.Length) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(source[(at + 2)..]);
            var end = at + 2 + length;
            if (length < 2 || end > source.Length) return null;
            var segment = source[at..end];
            if (marker == 0xE1 && upright == 1 && Orientation(segment[4..]) is > 1 and <= 8 and var turned) clean.Write(UprightNote(upright = turned));
            if (IsNeeded(marker)) clean.Write(segment);
            at = end;
            if (marker != 0xDA) continue;
            hasScan = true;
            var data = ScanEnd(source, at);
            clean.Write(source[at..data]);
            at = data;
        }
        // Some cameras leave out the end marker of the picture; the scan is there all the same.
        if (!hasScan || at + 1 < source.Length) return null;
        clean.Write([0xFF, 0xD9]);
        return clean.ToArray();
    }

    /// <summary>JFIF (E0), colour profile (E2, where it is one) and Adobe's colour transform (EE) change how it looks; all other application data and comments go.</summary>
    private static bool IsNeeded(byte marker) => marker is not (>= 0xE1 and <= 0xED or 0xEF or 0xFE);

    /// <summary>Coded data ends at the next marker that is neither a stuffed zero nor a restart.</summary>
    private static int ScanEnd(ReadOnlySpan<byte> source, int at)
    {
        while (at + 1 < source.Length && !(source[at] == 0xFF && source[at + 1] is not (0x00 or 0xFF or >= 0xD0 and <= 0xD7))) at++;
        return at + 1 < source.Length ? at : source.Length;
    }

    /// <summary>The tag 0x0112 of the first directory of Exif data; 1 where it is not to be found.</summary>
    private static int Orientation(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 14 || !exif[..6].SequenceEqual("Exif\0\0"u8)) return 1;
        var tiff = exif[6..];
        var isLittle = tiff[0] == 'I';
        var directory = (long)(isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]));
        if (directory + 2 > tiff.Length) return 1;
        var count = Short(tiff, (int)directory);
        for (var i = 0; i < count && directory + 2 + (i + 1) * 12L <= tiff.Length; i++)
        {
            var entry = (int)directory + 2 + i * 12;
            if (Short(tiff, entry) == 0x0112) return Short(tiff, entry + 8);
        }
        return 1;

        int Short(ReadOnlySpan<byte> bytes, int offset) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
    }

    /// <summary>Whether what was cleaned here is looked at turned by a quarter, so that its width is its height: 5 to 8 stand for that.</summary>
    public static bool IsQuarterTurned(ReadOnlySpan<byte> clean)
    {
        var at = clean[..Math.Min(clean.Length, 256)].IndexOf("Exif\0\0"u8);
        return at >= 0 && Orientation(clean[at..]) is >= 5 and <= 8;
    }

    /// <summary>An Exif segment with this one tag.</summary>
    private static byte[] UprightNote(int orientation) =>
    [
        0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];
}

/// <summary>PNG: the chunks that make the picture; texts, times, Exif and what follows the end go.</summary>
internal static class CleanPng
{
    private static readonly HashSet<string> Needed = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD"];

    public static byte[]? Of(ReadOnlySpan<byte> source)
    {
        using var clean = new MemoryStream(source.Length);
        clean.Write(source[..8]);
        var (at, hasData) = (8, false);
        while (at + 12 <= source.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(source[at..]);
            if (length > int.MaxValue - 12 || at + 12 + (long)length > source.Length) return null;
            var end = at + 12 + (int)length;
            var name = System.Text.Encoding.ASCII.GetString(source.Slice(at + 4, 4));
            if (Needed.Contains(name)) clean.Write(source[at..end]);
            hasData |= name == "IDAT";
            if (name == "IEND") return hasData ? clean.ToArray() : null;
            at = end;
        }
        return null;
    }
}
