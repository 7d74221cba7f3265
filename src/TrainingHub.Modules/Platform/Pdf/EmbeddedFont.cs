using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>A font as one document uses it: which characters, under which codes, and the objects that say so.</summary>
internal sealed class EmbeddedFont(TrueTypeFont font, string resourceName)
{
    // Codes stand for characters, not glyphs: two characters that share a glyph, or lack one, must still be copied out as themselves.
    private readonly Dictionary<int, int> codes = [];
    private readonly List<int> characters = [0];

    public string ResourceName => resourceName;

    /// <summary>Code points this document uses and the font has no glyph for.</summary>
    public IEnumerable<int> Missing => characters.Skip(1).Where(c => font.Glyph(c) == 0);

    /// <summary>The text as hexadecimal codes for a text operator.</summary>
    public string Encode(string text)
    {
        var encoded = new StringBuilder(4 * text.Length);
        foreach (var rune in PrintableText.Of(text).EnumerateRunes())
        {
            if (!codes.TryGetValue(rune.Value, out var code))
            {
                code = characters.Count;
                if (code > 0xFFFF) throw new InvalidOperationException("One font can show 65,535 different characters in a document.");
                characters.Add(rune.Value);
                codes[rune.Value] = code;
            }
            encoded.Append(HexCode(code));
        }
        return encoded.ToString();
    }

    /// <returns>The object number of the font.</returns>
    public int WriteTo(PdfFile file)
    {
        var glyphs = characters.ConvertAll(c => c == 0 ? 0 : font.Glyph(c));
        var subset = FontSubset.Build(font, glyphs);
        var name = SubsetTag(subset) + "+" + font.PostScriptName;
        var program = file.AddStream($"/Length1 {PdfSyntax.Number(subset.Length)}", PdfStream.Packed(subset));
        var (left, bottom, right, top) = font.Bounds;
        var box = string.Join(' ', new[] { left, bottom, right, top }.Select(Thousandths));
        var descriptor = file.Add($"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/Ascent {Thousandths(font.Ascent)}"
            + $"/Descent {Thousandths(font.Descent)}/CapHeight {Thousandths(font.CapHeight)}/StemV 80/FontFile2 {PdfSyntax.Reference(program)}>>");
        var widths = string.Join(' ', glyphs.Select(g => Thousandths(font.Advance(g))));
        var descendant = file.Add($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            + $"/FontDescriptor {PdfSyntax.Reference(descriptor)}/CIDToGIDMap/Identity/DW 1000/W[0[{widths}]]>>");
        var unicode = file.AddStream("", PdfStream.Packed(ToUnicode()));
        return file.Add($"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{PdfSyntax.Reference(descendant)}]/ToUnicode {PdfSyntax.Reference(unicode)}>>");
    }

    private string Thousandths(int units) => PdfSyntax.Number(units * 1000d / font.UnitsPerEm);

    // Six letters that differ where the subset differs: readers that merge files rely on it.
    private static string SubsetTag(byte[] subset) => string.Concat(SHA256.HashData(subset).Take(6).Select(b => (char)('A' + b % 26)));

    private string ToUnicode()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            + "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
        // The format allows a hundred entries in a block.
        foreach (var block in Enumerable.Range(1, characters.Count - 1).Chunk(100))
        {
            map.Append(PdfSyntax.Number(block.Length)).Append(" beginbfchar\n");
            foreach (var code in block)
                map.Append('<').Append(HexCode(code)).Append("><").Append(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(char.ConvertFromUtf32(characters[code])))).Append(">\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend").ToString();
    }

    private static string HexCode(int code) => Convert.ToHexString([(byte)(code >> 8), (byte)code]);
}
