using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// A TrueType font, parsed once. Nothing changes after construction, so one instance serves all threads. It keeps the file's
/// bytes: outlines are cut out of them when a subset is made.
/// </summary>
internal sealed class TrueTypeFont
{
    private const long HeadMagic = 0x5F0F3CF5;
    private readonly CharacterMap characters;
    private readonly SfntTable loca, glyf, hmtx;
    private readonly int metricCount;
    private readonly bool hasLongOffsets;

    /// <param name="file">The whole file; not copied, and not to be changed afterwards.</param>
    /// <exception cref="FontFormatException">CFF outlines, a web font, a collection, or a damaged file.</exception>
    public TrueTypeFont(ReadOnlyMemory<byte> file)
    {
        Tables = new SfntDirectory(file);
        if (Tables.Find("glyf") is null && Tables.Find("CFF ") is not null) throw new FontFormatException("The font has CFF outlines; a font with TrueType outlines is needed.");
        var (head, hhea) = (Tables["head"], Tables["hhea"]);
        if (head.UInt32(12) != HeadMagic) throw new FontFormatException("The font is damaged: its 'head' table is not one.");
        (loca, glyf, hmtx) = (Tables["loca"], Tables["glyf"], Tables["hmtx"]);
        hasLongOffsets = head.UInt16(50) == 1;
        UnitsPerEm = head.UInt16(18);
        GlyphCount = Tables["maxp"].UInt16(4);
        metricCount = hhea.UInt16(34);
        if (UnitsPerEm == 0 || GlyphCount == 0 || metricCount == 0 || metricCount > GlyphCount) throw new FontFormatException("The font is damaged: its sizes make no sense.");
        Bounds = (head.Int16(36), head.Int16(38), head.Int16(40), head.Int16(42));
        (Ascent, Descent) = (hhea.Int16(4), hhea.Int16(6));
        CapHeight = Tables.Find("OS/2") is { } os2 && os2.UInt16(0) >= 2 ? os2.Int16(88) : Ascent;
        PostScriptName = FontName.PostScript(Tables.Find("name"));
        CheckGlyphs();
        characters = new CharacterMap(Tables["cmap"], GlyphCount);
    }

    public SfntDirectory Tables { get; }

    /// <summary>How many font units make the type size; all measures below are in font units.</summary>
    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    public (int Left, int Bottom, int Right, int Top) Bounds { get; }

    public int Ascent { get; }

    /// <summary>Negative: below the baseline.</summary>
    public int Descent { get; }

    public int CapHeight { get; }

    /// <summary>Letters, digits and hyphens only: safe as a PDF name.</summary>
    public string PostScriptName { get; }

    /// <summary>The glyph number; 0 (the "missing" box) where the font has none.</summary>
    public int Glyph(int codePoint) => characters.Glyph(codePoint);

    public int Advance(int glyph) => hmtx.UInt16(4 * Math.Min(glyph, metricCount - 1));

    public int LeftBearing(int glyph) => hmtx.Int16(glyph < metricCount ? 4 * glyph + 2 : 4 * metricCount + 2 * (glyph - metricCount));

    /// <summary>The outline as the file has it; empty for a space.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var (start, end) = (OutlineStart(glyph), OutlineStart(glyph + 1));
        return glyf.Span(start, end - start);
    }

    /// <summary>The width in points of one line at <paramref name="size"/> points, as it will be printed.</summary>
    public double Width(string text, double size)
    {
        long units = 0;
        foreach (var rune in PrintableText.Of(text).EnumerateRunes()) units += Advance(Glyph(rune.Value));
        return units * size / UnitsPerEm;
    }

    /// <summary>The characters of <paramref name="text"/> this font cannot show, in order, each once.</summary>
    public IReadOnlyList<Rune> Missing(string text) =>
        PrintableText.Of(text).EnumerateRunes().Where(r => Glyph(r.Value) == 0).Distinct().ToList();

    private int OutlineStart(int glyph)
    {
        var start = hasLongOffsets ? loca.UInt32(4 * glyph) : 2L * loca.UInt16(2 * glyph);
        return start <= glyf.Length ? (int)start : throw new FontFormatException("The font is damaged: an outline lies outside its table.");
    }

    // A font that is damaged must be found when the hub starts to use it, not at the one certificate that needs the broken glyph.
    private void CheckGlyphs()
    {
        var before = 0;
        for (var glyph = 0; glyph <= GlyphCount; glyph++)
        {
            var start = OutlineStart(glyph);
            if (start < before) throw new FontFormatException("The font is damaged: its outlines are out of order.");
            before = start;
        }
        _ = (Advance(GlyphCount - 1), LeftBearing(GlyphCount - 1));
    }
}
