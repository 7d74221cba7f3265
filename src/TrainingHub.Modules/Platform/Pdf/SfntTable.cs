using System.Buffers.Binary;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// One table of a font file, or a part of one. All numbers are big-endian. Reading past the end throws
/// <see cref="FontFormatException"/>: offsets inside a font come from the file and are not to be trusted.
/// </summary>
internal readonly record struct SfntTable(ReadOnlyMemory<byte> Bytes, string Name)
{
    public int Length => Bytes.Length;

    public int UInt16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Span(offset, 2));

    public int Int16(int offset) => BinaryPrimitives.ReadInt16BigEndian(Span(offset, 2));

    public long UInt32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Span(offset, 4));

    public ReadOnlySpan<byte> Span(int offset, int length) => Within(offset, length) ? Bytes.Span.Slice(offset, length) : throw CutShort();

    /// <summary>The part from <paramref name="offset"/> on, for tables that hold tables.</summary>
    public SfntTable From(long offset) => Within(offset, 0) ? this with { Bytes = Bytes[(int)offset..] } : throw CutShort();

    private bool Within(long offset, int length) => offset >= 0 && length >= 0 && offset + length <= Bytes.Length;

    private FontFormatException CutShort() => new($"The font is damaged: its '{Name}' table ends too early.");
}
