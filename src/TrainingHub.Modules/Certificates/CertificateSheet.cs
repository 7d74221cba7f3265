using TrainingHub.Modules.Platform.Pdf;

namespace TrainingHub.Modules.Certificates;

/// <summary>The page with the ways of setting text that a certificate uses: everything is centred, most things are in two languages.</summary>
internal sealed class CertificateSheet(PdfPage page, PdfFonts fonts, bool zhLeads)
{
    private const double LineHeight = 1.3, Gap = 3;

    // How far below the middle of a line its baseline lies, as a part of the size: where Chinese and capitals look centred.
    private const double BaselineBelowMiddle = 0.37;

    public PdfPage Page => page;
    public PdfFonts Fonts => fonts;
    public bool ZhLeads => zhLeads;
    public string OtherLanguage => zhLeads ? "en" : "zh-CN";

    public TextStyle Regular(double size, PdfColor color, double tracking = 0) => new(fonts.Regular, size, color, tracking);

    public TextStyle Bold(double size, PdfColor color, double tracking = 0) => new(fonts.Bold, size, color, tracking);

    /// <summary>A text that may be long, to be set by <see cref="Block(double, double, Piece?[])"/>; nothing for a null or blank one.</summary>
    public Piece? Fit(PdfTag tag, string? text, bool fontIsBold, PdfColor color, TextFrame frame, string? language = null)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var font = fontIsBold ? fonts.Bold : fonts.Regular;
        var fitted = TextFitting.Fit(font, text, frame);
        return new Piece(tag, fitted.Lines, new TextStyle(font, fitted.Size, color), language);
    }

    /// <summary>Sets pieces below one another, together in the middle of the height given. Their frames must be such that they cannot need more.</summary>
    public void Block(double top, double height, params Piece?[] pieces) => Block(top, height, page.Width / 2, pieces);

    public void Block(double top, double height, double x, params Piece?[] pieces)
    {
        var shown = pieces.OfType<Piece>().ToList();
        var y = top + (height - shown.Sum(p => p.Height) - Gap * (shown.Count - 1)) / 2;
        foreach (var piece in shown)
        {
            var lineTop = y;
            page.Tag(piece.Tag, () =>
            {
                for (var i = 0; i < piece.Lines.Count; i++)
                {
                    var baseline = lineTop + (i + 0.5) * LineHeight * piece.Style.Size + BaselineBelowMiddle * piece.Style.Size;
                    page.Text(piece.Lines[i], x, baseline, piece.Style, TextAlign.Center);
                }
            }, language: piece.Language);
            y += piece.Height + Gap;
        }
    }

    public void Centered(PdfTag tag, string text, string language, double baseline, TextStyle style, double? x = null) =>
        page.Tag(tag, () => page.Text(text, x ?? page.Width / 2, baseline, style, TextAlign.Center), language: language);

    /// <summary>Both languages in one line, the leading one first.</summary>
    public void Pair(Bilingual text, double baseline, TextStyle style, double? x = null)
    {
        var (lead, other) = (text.Lead(zhLeads), text.Other(zhLeads));
        var gap = style.Size * 0.8;
        var left = (x ?? page.Width / 2) - (style.Width(lead) + gap + style.Width(other)) / 2;
        page.Tag(PdfTag.P, () => page.Text(lead, left, baseline, style), language: zhLeads ? "zh-CN" : "en");
        page.Tag(PdfTag.P, () => page.Text(other, left + style.Width(lead) + gap, baseline, style), language: OtherLanguage);
    }

    /// <summary>A label with its value below, both in both languages.</summary>
    public void Fact(Bilingual label, Bilingual value, double x, double baseline)
    {
        Pair(label, baseline, Regular(8.5, CertificateOrnament.Muted), x);
        Centered(PdfTag.P, value.Lead(zhLeads), zhLeads ? "zh-CN" : "en", baseline + 20, Bold(14, CertificateOrnament.Ink), x);
        Centered(PdfTag.P, value.Other(zhLeads), OtherLanguage, baseline + 34, Regular(8.5, CertificateOrnament.Muted), x);
    }

    internal sealed record Piece(PdfTag Tag, IReadOnlyList<string> Lines, TextStyle Style, string? Language)
    {
        public double Height => Lines.Count * LineHeight * Style.Size;
    }
}
