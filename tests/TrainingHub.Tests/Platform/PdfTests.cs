using System.Globalization;
using System.Text;
using System.Xml.Linq;
using TrainingHub.Modules.Platform.Pdf;

namespace TrainingHub.Tests.Platform;

public sealed class PdfTests
{
    private static readonly PdfInfo Info = new("培训记录 Training record", "明湖 <Hub> & Co", "zh-CN", new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.FromHours(8)));

    [Fact]
    public void A_document_of_two_pages_is_sound_and_tagged()
    {
        var pdf = TwoPages().ToBytes();
        PdfTools.AssertSound(pdf);
        var info = PdfTools.Info(pdf);
        Assert.Matches(@"Pages:\s+2", info);
        Assert.Matches(@"Tagged:\s+yes", info);
        Assert.Contains(Info.Title, info, StringComparison.Ordinal);
        Assert.Contains(Info.Author, info, StringComparison.Ordinal);
    }

    [Fact]
    public void Structure_is_in_reading_order_with_groups_over_pages()
    {
        var structure = PdfTools.Info(TwoPages().ToBytes(), "-struct-text");
        string[] order = ["Document", "H1", "欧阳明静", "Figure", "Table", "TR", "第一页", "TR", "第二页"];
        var position = -1;
        foreach (var item in order)
        {
            position = structure.IndexOf(item, position + 1, StringComparison.Ordinal);
            Assert.True(position >= 0, $"'{item}' is missing or out of order in\n{structure}");
        }
        Assert.DoesNotContain("纹饰", structure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("欧阳明静 Sara O'Connor-Núñez 2026")]
    [InlineData("阿卜杜热合曼·买买提，（三亚）")]
    public void Text_can_be_copied_out_as_it_went_in(string text) =>
        Assert.Equal(text, PdfTools.Text(OneLine(text).ToBytes()).Trim());

    [Fact]
    public void Fonts_are_embedded_as_subsets_with_a_way_back_to_Unicode()
    {
        var line = PdfTools.Fonts(OneLine("明静").ToBytes()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Matches(@"^[A-Z]{6}\+NotoSansSC-Regular\s+CID TrueType\s+Identity-H\s+yes yes yes", line);
    }

    [Fact]
    public void Characters_the_font_lacks_are_listed_once_and_still_copied_out()
    {
        var document = OneLine("张𠮷𠮷 𠀀");
        var pdf = document.ToBytes();
        Assert.Equal([new Rune(0x20000), new Rune(0x20BB7)], document.MissingCharacters);
        PdfTools.AssertSound(pdf);
        Assert.Equal("张𠮷𠮷 𠀀", PdfTools.Text(pdf).Trim());
    }

    [Theory]
    [InlineData("Jose\u0301\u200B\tA\uFE0F", "José A")]
    [InlineData("王\r\n芳", "王  芳")]
    [InlineData("O’Connor “好”", "O'Connor “好”")]
    public void Text_from_imports_is_made_printable(string raw, string printed) => Assert.Equal(printed, PrintableText.Of(raw));

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() => Assert.Equal("王\uFFFD", PrintableText.Of("王\uD842"));

    [Fact]
    public void The_same_calls_give_the_same_bytes_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = TwoPages().ToBytes();
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, TwoPages().ToBytes());
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal(expected, TwoPages().ToBytes());
        }
        finally { CultureInfo.CurrentCulture = before; }
    }

    [Fact]
    public void Threads_may_share_fonts()
    {
        var fonts = new PdfFonts(TestFonts.RegularPath, TestFonts.BoldPath);
        var all = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8).Select(_ => (fonts.Regular, Bytes: TwoPages(fonts).ToBytes())).ToList();
        Assert.Single(all.Select(a => a.Regular).Distinct());
        Assert.All(all, a => Assert.Equal(all[0].Bytes, a.Bytes));
    }

    [Fact]
    public void Metadata_is_sound_XML_whatever_the_title_and_claims_no_conformance()
    {
        var document = new PdfDocument(Info with { Title = "a\u0001\uD800<b> & 明" });
        document.AddPage(100, 100);
        var pdf = document.ToBytes();
        PdfTools.AssertSound(pdf);
        var metadata = PdfTools.Info(pdf, "-meta");
        Assert.Contains("a\uFFFD<b> & 明", XDocument.Parse(metadata.Trim()).Root!.Value, StringComparison.Ordinal);
        Assert.Contains("2026-03-14T01:26:53Z", metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("pdfaid", metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("pdfuaid", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public void A_QR_code_from_a_matrix_can_be_read()
    {
        using var code = QRCoder.QRCodeGenerator.GenerateQrCode("https://hub.example.com/verify/1", QRCoder.QRCodeGenerator.ECCLevel.M);
        var side = code.ModuleMatrix.Count;
        var modules = new bool[side, side];
        for (var i = 0; i < side * side; i++) modules[i / side, i % side] = code.ModuleMatrix[i / side][i % side];
        var document = new PdfDocument(Info);
        var page = document.AddPage(200, 200);
        page.Tag(PdfTag.Figure, () => page.QrCode(modules, 50, 50, 100, PdfColor.Black), "QR");
        Assert.Equal("https://hub.example.com/verify/1", PdfTools.QrCode(document.ToBytes()));
    }

    [Fact]
    public void Drawing_without_saying_what_it_is_is_refused()
    {
        var page = new PdfDocument(Info).AddPage(100, 100);
        Assert.Throws<InvalidOperationException>(() => page.Line(0, 0, 9, 9, PdfColor.Black));
        Assert.Throws<InvalidOperationException>(() => page.Artifact(() => page.Tag(PdfTag.P, () => { })));
        Assert.Throws<ArgumentException>(() => page.Tag(PdfTag.Figure, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => page.Artifact(() => page.Line(double.NaN, 0, 9, 9, PdfColor.Black)));
    }

    [Fact]
    public void A_document_without_pages_is_refused() => Assert.Throws<InvalidOperationException>(() => new PdfDocument(Info).ToBytes());

    private static PdfDocument OneLine(string text)
    {
        var document = new PdfDocument(Info);
        var page = document.AddPage(595.28, 841.89);
        page.Tag(PdfTag.P, () => page.Text(text, 50, 80, new TextStyle(TestFonts.Shared.Regular, 14, PdfColor.Black)));
        return document;
    }

    private static PdfDocument TwoPages(PdfFonts? fonts = null)
    {
        var style = new TextStyle((fonts ?? TestFonts.Shared).Regular, 14, PdfColor.Of(0x0B5347));
        var document = new PdfDocument(Info);
        var (first, second) = (document.AddPage(595.28, 841.89), document.AddPage(841.89, 595.28));
        first.Artifact(() => first.Text("纹饰", 10, 20, style));
        first.Tag(PdfTag.H1, () => first.Text("欧阳明静", 297.64, 80.333, style with { Tracking = 4 }, TextAlign.Center));
        first.Tag(PdfTag.Figure, () => first.Draw(new PdfPath().Circle(100, 200, 30), new PdfPaint(PdfColor.White, PdfColor.Black, 0.25)), "圆 a circle");
        document.Group(PdfTag.Table, () =>
        {
            foreach (var (page, text) in new[] { (first, "第一页"), (second, "第二页") })
                document.Group(PdfTag.TR, () => page.Tag(PdfTag.TD, () => page.Text(text, 400, 300, style, TextAlign.Right)));
        });
        var drawing = new PdfDrawing(50, 50, [(new PdfPath().Rectangle(0, 0, 50, 50), PdfPaint.Filled(PdfColor.Black))]);
        second.Artifact(() => second.Draw(drawing, 10, 10));
        return document;
    }
}
