using QRCoder;
using TrainingHub.Modules.Platform.Pdf;

namespace TrainingHub.Modules.Certificates;

/// <summary>The paper as PDF: A4 landscape, both languages, set in the hub's fonts.</summary>
internal sealed class CertificatePdf(PdfFonts fonts) : ICertificateRenderer
{
    private const double Width = 841.89, Height = 595.28;
    private static readonly PdfDrawing Ornament = CertificateOrnament.Draw(Width, Height);

    public byte[] Render(CertificatePaper paper) => Compose(paper).ToBytes();

    /// <summary>The document before it becomes bytes, for those who ask which characters the fonts lack.</summary>
    public PdfDocument Compose(CertificatePaper paper)
    {
        var title = $"{CertificateWording.Title.Zh} {CertificateWording.Title.En} {paper.Serial}";
        var issuedAt = new DateTimeOffset(paper.IssuedOn, TimeOnly.MinValue, TimeSpan.Zero);
        var document = new PdfDocument(new PdfInfo(title, paper.HubName, paper.Language, issuedAt));
        var sheet = new CertificateSheet(document.AddPage(Width, Height), fonts, paper.Language != "en");
        sheet.Page.Artifact(() => sheet.Page.Draw(Ornament));
        Head(sheet, paper);
        Holder(sheet, paper);
        Program(sheet, paper);
        Foot(sheet, paper);
        Verification(sheet, paper.VerifyUrl);
        return document;
    }

    private static void Head(CertificateSheet sheet, CertificatePaper paper)
    {
        sheet.Block(58, 20, sheet.Fit(PdfTag.P, paper.HubName, fontIsBold: true, CertificateOrnament.Green, new TextFrame(520, 13, 8, 6.5, 2)));
        var (zh, en) = CertificateWording.Title;
        if (sheet.ZhLeads)
        {
            sheet.Centered(PdfTag.H1, zh, "zh-CN", 133, sheet.Bold(42, CertificateOrnament.Green, 16));
            sheet.Centered(PdfTag.P, en.ToUpperInvariant(), "en", 160, sheet.Regular(11.5, CertificateOrnament.Gold, 3.6));
        }
        else
        {
            sheet.Centered(PdfTag.H1, en, "en", 131, sheet.Bold(36, CertificateOrnament.Green, 0.6));
            sheet.Centered(PdfTag.P, zh, "zh-CN", 159, sheet.Regular(14, CertificateOrnament.Gold, 5));
        }
    }

    private static void Holder(CertificateSheet sheet, CertificatePaper paper)
    {
        sheet.Pair(CertificateWording.Intro, 191, sheet.Regular(10.5, CertificateOrnament.Muted));
        var latin = paper.HolderLatinName == paper.HolderName ? null : paper.HolderLatinName;
        sheet.Block(199, 88,
            sheet.Fit(PdfTag.H2, paper.HolderName, fontIsBold: true, CertificateOrnament.Ink, new TextFrame(620, 38, 22, 8, 2)),
            sheet.Fit(PdfTag.P, latin, fontIsBold: false, CertificateOrnament.Ink, new TextFrame(560, 15, 10, 6, 2)));
        sheet.Page.Artifact(() => Rule(sheet.Page, 291));
    }

    private static void Program(CertificateSheet sheet, CertificatePaper paper)
    {
        sheet.Pair(paper.Carried is null ? CertificateWording.Statement : CertificateWording.CarriedStatement, 313, sheet.Regular(10.5, CertificateOrnament.Muted));
        var title = new Bilingual(paper.ProgramTitleZh, paper.ProgramTitleEn);
        sheet.Block(325, 72,
            sheet.Fit(PdfTag.H2, title.Lead(sheet.ZhLeads), fontIsBold: true, CertificateOrnament.Green, new TextFrame(620, 24, 16, 7, 2)),
            sheet.Fit(PdfTag.P, title.Other(sheet.ZhLeads), fontIsBold: false, CertificateOrnament.Ink, new TextFrame(600, 13, 10, 6, 2), sheet.OtherLanguage));
        if (paper.Carried is { } carried) sheet.Block(430, 14, sheet.Fit(PdfTag.P, From(carried, sheet.ZhLeads), fontIsBold: false, CertificateOrnament.Ink, new TextFrame(600, 9, 7, 5, 1)));
        if (paper.Clauses.Count == 0) return;
        var small = sheet.Regular(8, CertificateOrnament.Muted);
        var clauses = new CertificateClauses(600, 2, small.Width).Lines(paper.Clauses, sheet.ZhLeads);
        sheet.Block(402, 26, new CertificateSheet.Piece(PdfTag.P, clauses, small, null));
    }

    private static string? From(CarriedFrom carried, bool zhLeads)
    {
        static string Label(Bilingual label, bool zhLeads) => $"{label.Lead(zhLeads)} {label.Other(zhLeads)}";
        var parts = new[] { (Label: CertificateWording.CarriedIssuer, Text: carried.Issuer), (Label: CertificateWording.CarriedNumber, Text: carried.Number) };
        return string.Join("  ·  ", parts.Where(p => p.Text is not null).Select(p => $"{Label(p.Label, zhLeads)}: {p.Text}"));
    }

    private static void Foot(CertificateSheet sheet, CertificatePaper paper)
    {
        sheet.Fact(CertificateWording.Issued, CertificateWording.Date(paper.IssuedOn), 262, 466);
        sheet.Fact(CertificateWording.ValidFrom, CertificateWording.Date(paper.ValidFrom), Width / 2, 466);
        sheet.Fact(paper.ExpiresOn is null ? CertificateWording.Validity : CertificateWording.Expires, CertificateWording.Date(paper.ExpiresOn), Width - 262, 466);
        sheet.Page.Artifact(() =>
        {
            foreach (var x in new[] { 341.5, Width - 341.5 }) sheet.Page.Line(x, 458, x, 502, CertificateOrnament.Gold, 0.4);
        });
        var label = $"{CertificateWording.Serial.Lead(sheet.ZhLeads)} {CertificateWording.Serial.Other(sheet.ZhLeads)}";
        sheet.Block(528, 16, sheet.Fit(PdfTag.P, $"{label}  {paper.Serial}", fontIsBold: false, CertificateOrnament.Ink, new TextFrame(420, 10, 6, 6, 1)));
    }

    private static void Verification(CertificateSheet sheet, string url)
    {
        const double size = 84, top = 434, middle = Width - 106;
        sheet.Page.Tag(PdfTag.Figure, () => sheet.Page.QrCode(Modules(url), middle - size / 2, top, size, CertificateOrnament.Ink),
            $"{CertificateWording.Scan.Zh} {CertificateWording.Scan.En}: {url}");
        sheet.Pair(CertificateWording.Scan, top + size + 9, sheet.Regular(7.5, CertificateOrnament.Ink), middle);
        sheet.Block(top + size + 12, 18, middle, sheet.Fit(PdfTag.P, CertificateCode.Of(url), fontIsBold: false, CertificateOrnament.Muted, new TextFrame(96, 6.5, 6.5, 5, 2)));
    }

    /// <summary>A gold line that thins out into a diamond in its middle.</summary>
    private static void Rule(PdfPage page, double y)
    {
        const double middle = Width / 2, half = 210, gap = 9;
        page.Line(middle - half, y, middle - gap, y, CertificateOrnament.Gold, 0.7);
        page.Line(middle + gap, y, middle + half, y, CertificateOrnament.Gold, 0.7);
        page.Draw(new PdfPath().MoveTo(middle - 4, y).LineTo(middle, y - 4).LineTo(middle + 4, y).LineTo(middle, y + 4).Close(), PdfPaint.Filled(CertificateOrnament.Gold));
    }

    private static bool[,] Modules(string url)
    {
        using var code = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var modules = new bool[rows.Count, rows.Count];
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < rows.Count; column++) modules[row, column] = rows[row][column];
        return modules;
    }
}
