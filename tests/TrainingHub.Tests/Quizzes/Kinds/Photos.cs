using System.Text;

namespace TrainingHub.Tests.Quizzes.Kinds;

/// <summary>Photos as cameras write them, byte by byte; what is coded in them is nonsense, which nobody here decodes.</summary>
internal static class Photos
{
    public static readonly byte[] Scan = [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56];

    private static byte[] Segment(byte marker, params byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    public static byte[] Frame(int width, int height) => Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);

    /// <summary>Turned by a quarter, with a place and a device in its Exif data, a comment, and a second picture after the end.</summary>
    public static byte[] Jpeg(int width = 4, int height = 3, byte orientation = 6) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
        .. Segment(0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0, .. "GPS 31.2 N 121.4 E PhoneMaker"u8]),
        .. Segment(0xFE, Encoding.ASCII.GetBytes("a comment")),
        .. Frame(width, height),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), .. Scan,
        0xFF, 0xD9, .. "a moving picture behind the end"u8,
    ];

    public static byte[] Png() => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", 0, 0, 0, 4, 0, 0, 0, 3, 8, 2, 0, 0, 0), .. Chunk("tEXt", Encoding.ASCII.GetBytes("Place\0Shanghai")), .. Chunk("IDAT", 1, 2, 3), .. Chunk("IEND"), 9, 9];

    private static byte[] Chunk(string name, params byte[] data) => [0, 0, 0, (byte)data.Length, .. Encoding.ASCII.GetBytes(name), .. data, 0, 0, 0, 0];
}
