using System.Buffers.Binary;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// A font file with only some glyphs, renumbered from 0: a whole Chinese font would be 10 MB in every certificate.
/// Parts of composite glyphs are followed and appended after the glyphs asked for.
/// </summary>
internal static class FontSubset
{
    private const int ArgumentsAreWords = 0x0001, HasScale = 0x0008, MoreParts = 0x0020, HasTwoScales = 0x0040, HasMatrix = 0x0080;
    private const int CompositeHeader = 10;

    /// <param name="font">Where the outlines come from.</param>
    /// <param name="glyphs">Glyph numbers in <paramref name="font"/>; the index is the number in the subset. The first must be 0.</param>
    /// <returns>A TrueType file without the tables that only text layout needs.</returns>
    /// <exception cref="FontFormatException">A composite glyph is damaged.</exception>
    public static byte[] Build(TrueTypeFont font, IReadOnlyList<int> glyphs)
    {
        var all = new List<int>(glyphs);
        var numbers = new Dictionary<int, int>();
        for (var i = 0; i < all.Count; i++) numbers.TryAdd(all[i], i);

        using var outlines = new MemoryStream();
        var offsets = new List<int>();
        // The list grows while it is walked: parts of composites may be composites.
        for (var i = 0; i < all.Count; i++)
        {
            offsets.Add((int)outlines.Length);
            var outline = font.Outline(all[i]).ToArray();
            RenumberParts(outline, all, numbers, font.GlyphCount);
            outlines.Write(outline);
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        offsets.Add((int)outlines.Length);
        return SfntWriter.Write(Tables(font, all, offsets, outlines.ToArray()));
    }

    private static void RenumberParts(byte[] outline, List<int> all, Dictionary<int, int> numbers, int glyphCount)
    {
        if (outline.Length < CompositeHeader || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0) return;
        int position = CompositeHeader, flags;
        do
        {
            if (position + 4 > outline.Length) throw new FontFormatException("The font is damaged: a composite glyph ends too early.");
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(position));
            var part = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(position + 2));
            if (part >= glyphCount) throw new FontFormatException("The font is damaged: a composite glyph has a part that does not exist.");
            if (!numbers.TryGetValue(part, out var number))
            {
                number = all.Count;
                all.Add(part);
                numbers[part] = number;
            }
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(position + 2), (ushort)number);
            position += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2) + TransformSize(flags);
        }
        while ((flags & MoreParts) != 0);
    }

    private static int TransformSize(int flags) =>
        (flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0;

    private static SortedDictionary<string, byte[]> Tables(TrueTypeFont font, List<int> glyphs, List<int> offsets, byte[] outlines)
    {
        var head = font.Tables["head"].Bytes.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        var hhea = font.Tables["hhea"].Bytes.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)glyphs.Count);
        var maxp = font.Tables["maxp"].Bytes.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)glyphs.Count);

        var loca = new byte[4 * offsets.Count];
        for (var i = 0; i < offsets.Count; i++) BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);
        var hmtx = new byte[4 * glyphs.Count];
        for (var i = 0; i < glyphs.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), (ushort)font.Advance(glyphs[i]));
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan(4 * i + 2), (short)font.LeftBearing(glyphs[i]));
        }
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines, ["head"] = head, ["hhea"] = hhea, ["hmtx"] = hmtx, ["loca"] = loca, ["maxp"] = maxp
        };
        // The programs that hint outlines; without them hinted glyphs may come out distorted.
        foreach (var name in (string[])["cvt ", "fpgm", "prep"])
            if (font.Tables.Find(name) is { } table) tables[name] = table.Bytes.ToArray();
        return tables;
    }
}
