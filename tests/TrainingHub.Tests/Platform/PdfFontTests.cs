using System.Buffers.Binary;
using System.Text;
using TrainingHub.Modules.Platform.Pdf;

namespace TrainingHub.Tests.Platform;

public sealed class PdfFontTests
{
    private static readonly TrueTypeFont Regular = TestFonts.Shared.Regular;

    [Fact]
    public void A_character_map_in_format_4_is_read()
    {
        // Two segments: A–C by delta, 明 through the glyph array; then the end mark.
        var map = Numbers(4, 0, 0, 6, 0, 0, 0, 'C', '明', 0xFFFF, 0, 'A', '明', 0xFFFF, 1 - 'A' & 0xFFFF, 0, 1, 0, 4, 0, 4);
        var font = WithMap(3, 1, map);
        Assert.Equal([1, 2, 3, 4, 0, 0], "ABC明D\uFFFF".Select(c => font.Glyph(c)));
    }

    [Fact]
    public void A_character_map_in_format_12_is_read_beyond_the_basic_plane()
    {
        var map = Numbers(12, 0, 0, 40, 0, 0, 0, 2, 0, 'A', 0, 'B', 0, 1, 2, 0x0BB7, 2, 0x0BB7, 0, 4);
        var font = WithMap(3, 10, map);
        Assert.Equal([1, 2, 4, 0], new[] { 'A', 'B', 0x20BB7, 0x20BB8 }.Select(font.Glyph));
    }

    [Fact]
    public void A_font_without_a_Unicode_map_is_refused() => Assert.Throws<FontFormatException>(() => WithMap(1, 0, Numbers(0, 0, 0)));

    [Fact]
    public void A_map_that_names_glyphs_which_do_not_exist_is_refused() =>
        Assert.Throws<FontFormatException>(() => WithMap(3, 10, Numbers(12, 0, 0, 28, 0, 0, 0, 1, 0, 'A', 0, 'Z', 0, 1)));

    [Theory]
    [InlineData("OTTO", "CFF")]
    [InlineData("wOF2", "web font")]
    [InlineData("wOFF", "web font")]
    [InlineData("ttcf", "collection")]
    [InlineData("%PDF", "not a TrueType font")]
    public void Other_kinds_of_file_are_refused_with_a_clear_message(string tag, string reason)
    {
        var file = Encoding.ASCII.GetBytes(tag.PadRight(64, '\0'));
        Assert.Contains(reason, Assert.Throws<FontFormatException>(() => new TrueTypeFont(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(200)]
    [InlineData(100_000)]
    [InlineData(9_000_000)]
    public void A_file_that_was_cut_off_is_refused(int length)
    {
        var file = File.ReadAllBytes(TestFonts.RegularPath);
        Assert.Throws<FontFormatException>(() => new TrueTypeFont(file.AsMemory(0, length)));
    }

    [Fact]
    public void Damage_anywhere_is_survived_or_told_as_such()
    {
        var sound = SmallFont(3, 10, Numbers(12, 0, 0, 28, 0, 0, 0, 1, 0, 'A', 0, 'D', 0, 1));
        for (var place = 0; place < sound.Length; place++)
        {
            var file = sound.ToArray();
            file[place] ^= 0xFF;
            try
            {
                var font = new TrueTypeFont(file);
                FontSubset.Build(font, [0, font.Glyph('A'), font.Glyph('C')]);
            }
            catch (FontFormatException) { }
        }
    }

    [Fact]
    public void Parts_of_composite_glyphs_go_into_the_subset_however_deep()
    {
        const int WordsAndMore = 0x0021, Scaled = 0x0008;
        // Glyph 1 is made of 3 and 2; glyph 2 is made of 4 and, wrongly, of itself.
        byte[][] outlines =
        [
            [], Numbers(0xFFFF, 0, 0, 0, 0, WordsAndMore, 3, 5, 5, Scaled, 2, 0, 0x4000), Numbers(0xFFFF, 0, 0, 0, 0, WordsAndMore, 4, 0, 0, 0, 2, 0),
            Regular.Outline(Regular.Glyph('C')).ToArray(), Regular.Outline(Regular.Glyph('明')).ToArray()
        ];
        var font = new TrueTypeFont(SmallFont(3, 10, NoCharacters, outlines: outlines));
        var subset = WithMap(3, 10, NoCharacters, FontSubset.Build(font, [0, 1]));
        Assert.Equal(5, subset.GlyphCount);
        Assert.Equal((2, 3), (Number(subset.Outline(1), 12), Number(subset.Outline(1), 20)));
        Assert.Equal((4, 3), (Number(subset.Outline(3), 12), Number(subset.Outline(3), 20)));
        Assert.True(subset.Outline(2).StartsWith(outlines[3]));
        Assert.True(subset.Outline(4).StartsWith(outlines[4]));
    }

    [Fact]
    public void A_subset_keeps_widths_and_outlines()
    {
        var glyphs = new List<int> { 0, Regular.Glyph('明'), Regular.Glyph('静') };
        var subset = WithMap(3, 10, NoCharacters, FontSubset.Build(Regular, glyphs));
        for (var i = 0; i < glyphs.Count; i++)
        {
            Assert.Equal(Regular.Advance(glyphs[i]), subset.Advance(i));
            Assert.True(subset.Outline(i).StartsWith(Regular.Outline(glyphs[i])));
        }
    }

    [Fact]
    public void A_font_file_that_was_missing_is_found_once_it_is_there()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var fonts = new PdfFonts(path, path);
        Assert.Throws<FileNotFoundException>(() => fonts.Regular);
        try
        {
            File.Copy(TestFonts.RegularPath, path);
            Assert.Equal("NotoSansSC-Regular", fonts.Regular.PostScriptName);
        }
        finally { File.Delete(path); }
    }

    private static byte[] NoCharacters => Numbers(12, 0, 0, 16, 0, 0, 0, 0);

    private static int Number(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);

    private static byte[] Numbers(params int[] words)
    {
        var bytes = new byte[2 * words.Length];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), (ushort)words[i]);
        return bytes;
    }

    private static TrueTypeFont WithMap(int platform, int encoding, byte[] map, byte[]? subset = null) => new(SmallFont(platform, encoding, map, subset));

    private static byte[] SmallFont(int platform, int encoding, byte[] map, byte[]? subset = null, byte[][]? outlines = null)
    {
        var source = new SfntDirectory(subset ?? FontSubset.Build(Regular, [0, .. "ABC明".Select(c => Regular.Glyph(c))]));
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["cmap"] = [.. Numbers(0, 1, platform, encoding, 0, 12), .. map] };
        foreach (var name in (string[])["glyf", "head", "hhea", "hmtx", "loca", "maxp"]) tables[name] = source[name].Bytes.ToArray();
        if (outlines is null) return SfntWriter.Write(tables);
        tables["glyf"] = outlines.SelectMany(o => o).ToArray();
        tables["loca"] = Enumerable.Range(0, outlines.Length + 1).SelectMany(i => Numbers(0, outlines.Take(i).Sum(o => o.Length))).ToArray();
        return SfntWriter.Write(tables);
    }
}
