using System.IO.Compression;
using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>The bytes of a stream object, as they stand in the file.</summary>
internal readonly record struct PdfStream(ReadOnlyMemory<byte> Bytes, bool IsPacked)
{
    public static PdfStream Plain(byte[] content) => new(content, false);

    public static PdfStream Packed(string latin) => Packed(Encoding.Latin1.GetBytes(latin));

    public static PdfStream Packed(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream(content.Length / 2 + 64);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(content);
        return new PdfStream(packed.GetBuffer().AsMemory(0, (int)packed.Length), true);
    }
}
