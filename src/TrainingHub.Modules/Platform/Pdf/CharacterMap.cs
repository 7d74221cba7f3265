namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// From Unicode code points to glyph numbers ('cmap' formats 4 and 12). The basic plane is one flat array, because every
/// character of every text is looked up, most of them twice.
/// </summary>
internal sealed class CharacterMap
{
    private const int PlaneSize = 0x10000;
    private readonly ushort[] basicPlane = new ushort[PlaneSize];
    private readonly Dictionary<int, ushort> beyond = [];
    private readonly int glyphCount;

    /// <exception cref="FontFormatException">No Unicode table in format 4 or 12, or a damaged one.</exception>
    public CharacterMap(SfntTable cmap, int glyphCount)
    {
        this.glyphCount = glyphCount;
        SfntTable? format4 = null, format12 = null;
        for (var i = 0; i < cmap.UInt16(2); i++)
        {
            var (platform, encoding) = (cmap.UInt16(4 + 8 * i), cmap.UInt16(6 + 8 * i));
            var isUnicode = platform == 0 || (platform == 3 && encoding is 1 or 10);
            if (!isUnicode) continue;
            var table = cmap.From(cmap.UInt32(8 + 8 * i));
            if (table.UInt16(0) == 12) format12 = table;
            if (table.UInt16(0) == 4) format4 = table;
        }
        if (format12 is { } full) ReadGroups(full);
        else if (format4 is { } basic) ReadSegments(basic);
        else throw new FontFormatException("The font has no Unicode character table in format 4 or 12.");
    }

    /// <summary>The glyph number; 0 (the "missing" box) where the font has no glyph for it.</summary>
    public int Glyph(int codePoint) => (uint)codePoint < PlaneSize ? basicPlane[codePoint] : beyond.GetValueOrDefault(codePoint);

    /// <summary>Format 12: runs of code points with consecutive glyphs.</summary>
    private void ReadGroups(SfntTable table)
    {
        var count = table.UInt32(12);
        for (var i = 0; i < count; i++)
        {
            var group = table.From(16 + 12L * i);
            var (first, last, glyph) = (group.UInt32(0), group.UInt32(4), group.UInt32(8));
            if (last > 0x10FFFF || first > last || glyph + (last - first) >= glyphCount) throw Damaged();
            for (var c = first; c <= last; c++) Map((int)c, (int)(glyph + (c - first)));
        }
    }

    /// <summary>Format 4: four parallel arrays (last code, first code, delta, offset into the glyph array that follows).</summary>
    private void ReadSegments(SfntTable table)
    {
        var size = table.UInt16(6);
        var (lasts, firsts, deltas, ranges) = (14, 16 + size, 16 + 2 * size, 16 + 3 * size);
        for (var s = 0; s < size; s += 2)
        {
            var (first, last, delta, range) = (table.UInt16(firsts + s), table.UInt16(lasts + s), table.UInt16(deltas + s), table.UInt16(ranges + s));
            for (var c = first; c <= last && c != 0xFFFF; c++)
            {
                // An offset counts from its own place in the table; that is how the format says it.
                var glyph = range == 0 ? c : table.UInt16(ranges + s + range + 2 * (c - first));
                if (range == 0 || glyph != 0) Map(c, (glyph + delta) & 0xFFFF);
            }
        }
    }

    private void Map(int codePoint, int glyph)
    {
        if (glyph >= glyphCount) throw Damaged();
        if (codePoint < PlaneSize) basicPlane[codePoint] = (ushort)glyph;
        else beyond[codePoint] = (ushort)glyph;
    }

    private static FontFormatException Damaged() => new("The font is damaged: its character table names glyphs that do not exist.");
}
