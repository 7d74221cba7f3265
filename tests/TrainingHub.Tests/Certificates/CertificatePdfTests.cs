using System.Text;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Platform.Pdf;
using TrainingHub.Tests.Platform;

namespace TrainingHub.Tests.Certificates;

public sealed class CertificatePdfTests
{
    private const string LongLatin = "Maximiliana Wilhelmine Friederike Charlotte von Hohenzollern-Sigmaringen zu Löwenstein-Wertheim-Rosenberg";
    private static readonly CertificatePdf Renderer = new(TestFonts.Shared);
    private static readonly CertificatePaper Paper = new("明湖酒店培训中心", "欧阳明静", "Ouyang Mingjing", "仪容仪表认证", "Grooming certification",
        [new("GRM-01", "面部", "Face"), new("GRM-02", "头发", "Hair"), new("GRM-03", "手部", "Hands")],
        new DateOnly(2026, 3, 14), new DateOnly(2026, 3, 15), new DateOnly(2027, 3, 14), "GRM-2026-000123",
        "https://hub.example.com/verify/7f3a91c2k8m0q4t6v9x2b5d7e1", "zh-CN");

    private static readonly Dictionary<string, CertificatePaper> Papers = new()
    {
        ["Chinese name"] = Paper with { HolderLatinName = null },
        ["both names"] = Paper,
        ["long Latin name"] = Paper with { HolderName = LongLatin, HolderLatinName = null },
        ["long Chinese name"] = Paper with { HolderName = "阿卜杜热合曼·买买提艾力·吐尔逊江·阿卜杜热合曼·买买提艾力·吐尔逊江", HolderLatinName = LongLatin },
        ["no expiry, no clauses"] = Paper with { ExpiresOn = null, Clauses = [] },
        ["English leads"] = Paper with { Language = "en", HolderName = "Sara O’Connor-Núñez", HolderLatinName = null },
        ["long titles"] = Paper with { ProgramTitleZh = string.Concat(Enumerable.Repeat("酒店服务综合技能", 8)), ProgramTitleEn = string.Concat(Enumerable.Repeat("Skills of service in hotels ", 6)) },
        ["everything without end"] = Paper with
        {
            HubName = new string('湖', 300), HolderName = new string('明', 500), HolderLatinName = new string('M', 500), ProgramTitleZh = new string('证', 500),
            ProgramTitleEn = new string('W', 500), Clauses = Clauses(400), Serial = new string('8', 200), Language = "en"
        }
    };

    public static TheoryData<string> Names => new(Papers.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Every_paper_is_sound_and_nothing_overlaps_or_leaves_the_frame(string name)
    {
        var pdf = Renderer.Render(Papers[name]);
        PdfTools.AssertSound(pdf);
        var words = PdfTools.Words(pdf);
        Assert.All(words, w => Assert.True(w is { Left: > 36, Top: > 36, Right: < 806, Bottom: < 560 }, $"{w} leaves the frame"));
        for (var i = 0; i < words.Count; i++)
            foreach (var other in words.Skip(i + 1)) Assert.False(words[i].Overlaps(other), $"{words[i]} overlaps {other}");
    }

    [Theory, MemberData(nameof(Names))]
    public void The_QR_code_leads_to_the_verify_page(string name) => Assert.Equal(Paper.VerifyUrl, PdfTools.QrCode(Renderer.Render(Papers[name])));

    [Fact]
    public void A_long_name_shrinks_and_never_leaves_the_frame()
    {
        var words = PdfTools.Words(Renderer.Render(Papers["long Latin name"])).Where(w => w is { Top: > 196, Bottom: < 292 }).ToList();
        Assert.Equal(LongLatin.Replace(" ", "", StringComparison.Ordinal), string.Concat(words.Select(w => w.Text)));
        Assert.All(words, w => Assert.InRange(w.Left, 110, 731));
        Assert.All(words, w => Assert.InRange(w.Right, 110, 731));
    }

    [Fact]
    public void Both_languages_are_printed_with_all_that_the_paper_says()
    {
        var text = PdfTools.Text(Renderer.Render(Paper));
        string[] printed =
        [
            "明湖酒店培训中心", "合格证书", "CERTIFICATE OF COMPETENCE", "欧阳明静", "Ouyang Mingjing", "仪容仪表认证", "Grooming certification", "GRM-02 头发 Hair",
            "2026年3月14日", "14 March 2026", "15 March 2026", "2027年3月14日", "14 March 2027", "GRM-2026-000123", "扫码验证", "Scan to verify", "7f3a 91c2 k8m0"
        ];
        Assert.All(printed, p => Assert.Contains(p, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zh-CN", "合格证书", "Certificate of Competence")]
    [InlineData("en", "Certificate of Competence", "合格证书")]
    public void The_language_of_the_paper_leads(string language, string first, string second)
    {
        var text = PdfTools.Text(Renderer.Render(Paper with { Language = language }));
        var (lead, other) = (text.IndexOf(first, StringComparison.OrdinalIgnoreCase), text.IndexOf(second, StringComparison.OrdinalIgnoreCase));
        Assert.True(lead >= 0 && lead < other, text);
    }

    [Fact]
    public void A_certificate_that_never_expires_says_so()
    {
        var text = PdfTools.Text(Renderer.Render(Paper with { ExpiresOn = null }));
        Assert.Contains("长期有效", text, StringComparison.Ordinal);
        Assert.Contains("No expiry", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Clauses_are_printed_shorter_the_more_there_are()
    {
        Assert.Contains("GRM-03 手部 Hands", PdfTools.Text(Renderer.Render(Paper)), StringComparison.Ordinal);
        var many = PdfTools.Text(Renderer.Render(Paper with { Clauses = Clauses(25) }));
        Assert.Contains("SRV-025", many, StringComparison.Ordinal);
        Assert.DoesNotContain("条款", many, StringComparison.Ordinal);
        Assert.Matches(@"另有 \d+ 项条款", PdfTools.Text(Renderer.Render(Paper with { Clauses = Clauses(400) })));
    }

    [Fact]
    public void Equal_papers_give_equal_bytes_on_all_threads()
    {
        var all = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8).Select(_ => Renderer.Render(Paper)).ToList();
        Assert.All(all, pdf => Assert.Equal(all[0], pdf));
        Assert.NotEqual(all[0], Renderer.Render(Paper with { Serial = "GRM-2026-000124" }));
    }

    [Fact]
    public void A_character_no_font_has_does_not_stop_a_certificate_and_is_told()
    {
        var document = Renderer.Compose(Paper with { HolderName = "张𠮷" });
        Assert.Equal([new Rune(0x20BB7)], document.MissingCharacters);
        Assert.Contains("张𠮷", PdfTools.Text(document.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_is_small_enough_to_mail_by_the_thousand() => Assert.InRange(Renderer.Render(Paper).Length, 10_000, 36_000);

    [Fact]
    public void A_screen_reader_hears_what_the_QR_code_is_for()
    {
        var pdf = Renderer.Render(Paper);
        Assert.Contains("Figure", PdfTools.Info(pdf, "-struct-text"), StringComparison.Ordinal);
        var alternative = "/Alt <feff" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes($"扫码验证 Scan to verify: {Paper.VerifyUrl}"));
        Assert.Contains(alternative, PdfTools.Objects(pdf), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://h.example/verify/abcdefghij", "abcd efgh ij")]
    [InlineData("https://h.example/verify/abcd/?x=1", "abcd")]
    [InlineData("https://h.example/verify/0123456789012345678901234567890123456789x", "")]
    public void The_printed_code_is_the_end_of_the_address_in_groups(string url, string code) => Assert.Equal(code, CertificateCode.Of(url));

    private static List<CertificateClause> Clauses(int count) =>
        Enumerable.Range(1, count).Select(i => new CertificateClause($"SRV-{i:000}", "条款", "Clause")).ToList();
}
