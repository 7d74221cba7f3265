using System.Globalization;
using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// One page. Measures are points (1/72 inch) from the upper left corner, y downwards. Everything drawn is either content
/// (<see cref="Tag"/>) or ornament (<see cref="Artifact"/>); drawing outside of both throws, for a screen reader would not know which it is.
/// </summary>
internal sealed class PdfPage
{
    private readonly PdfDocument document;
    private readonly int index;
    private readonly StringBuilder operators = new(8 * 1024);
    private bool isMarked;

    internal PdfPage(PdfDocument document, int index, double width, double height)
    {
        (this.document, this.index, Width, Height) = (document, index, width, height);
        // PDF measures from the lower left corner; turned once here, nobody else has to think about it.
        operators.Append("1 0 0 -1 0 ").Measures(height).Append("cm\n");
    }

    public double Width { get; }

    public double Height { get; }

    internal string Operators => operators.ToString();

    /// <summary>Marks what <paramref name="draw"/> draws as an element of the document, in reading order.</summary>
    /// <param name="tag">What it is. A figure needs an alternative text.</param>
    /// <param name="draw">Draws; must not mark again.</param>
    /// <param name="alternative">What is read aloud in its place.</param>
    /// <param name="language">Where it differs from the document's: "en", "zh-CN".</param>
    public void Tag(PdfTag tag, Action draw, string? alternative = null, string? language = null)
    {
        if (tag == PdfTag.Figure && string.IsNullOrWhiteSpace(alternative)) throw new ArgumentException("A figure needs an alternative text.", nameof(alternative));
        var mark = document.Structure.AddContent(index, tag, alternative, language);
        Marked(string.Create(CultureInfo.InvariantCulture, $"/{tag}<</MCID {mark}>>BDC\n"), draw);
    }

    /// <summary>Marks what <paramref name="draw"/> draws as ornament: screen readers pass over it.</summary>
    public void Artifact(Action draw) => Marked("/Artifact BMC\n", draw);

    /// <summary>One line of text. Line ends count as spaces; see <see cref="TextFitting"/> for text that may be long.</summary>
    /// <param name="text">Characters the font lacks come out as boxes and are listed in <see cref="PdfDocument.MissingCharacters"/>.</param>
    /// <param name="x">Of the left end, the middle or the right end, by <paramref name="align"/>.</param>
    /// <param name="baseline">The y of the line the letters stand on.</param>
    /// <param name="style">Font, size, colour.</param>
    /// <param name="align">What <paramref name="x"/> means.</param>
    public void Text(string text, double x, double baseline, TextStyle style, TextAlign align = TextAlign.Left)
    {
        RequireMark();
        var left = align switch
        {
            TextAlign.Center => x - style.Width(text) / 2,
            TextAlign.Right => x - style.Width(text),
            _ => x
        };
        var font = document.Embed(style.Font);
        operators.Append("BT ").Append(style.Color.Operands).Append("rg /").Append(font.ResourceName).Append(' ').Measures(style.Size).Append("Tf ");
        if (style.Tracking != 0) operators.Measures(style.Tracking).Append("Tc ");
        operators.Append("1 0 0 -1 ").Measures(left, baseline).Append("Tm <").Append(font.Encode(text)).Append("> Tj ");
        if (style.Tracking != 0) operators.Append("0 Tc ");
        operators.Append("ET\n");
    }

    public void Line(double x1, double y1, double x2, double y2, PdfColor color, double width = 0.5) =>
        Draw(new PdfPath().MoveTo(x1, y1).LineTo(x2, y2), PdfPaint.Outlined(color, width));

    public void Rectangle(double x, double y, double width, double height, PdfPaint paint) => Draw(new PdfPath().Rectangle(x, y, width, height), paint);

    public void Draw(PdfPath path, PdfPaint paint)
    {
        RequireMark();
        paint.Write(operators, path);
    }

    /// <summary>A shared drawing with its upper left corner at (x, y).</summary>
    public void Draw(PdfDrawing drawing, double x = 0, double y = 0)
    {
        RequireMark();
        operators.Append("q 1 0 0 1 ").Measures(x, y).Append("cm /").Append(document.Embed(drawing)).Append(" Do Q\n");
    }

    /// <summary>A QR code as one filled path, so that no viewer shows seams between its modules.</summary>
    /// <param name="modules">[row, column], true is dark; with the quiet zone or with white paper around it.</param>
    /// <param name="x">Left.</param>
    /// <param name="y">Top.</param>
    /// <param name="size">Width and height in points.</param>
    /// <param name="color">Of the dark modules.</param>
    public void QrCode(bool[,] modules, double x, double y, double size, PdfColor color)
    {
        RequireMark();
        var (rows, columns) = (modules.GetLength(0), modules.GetLength(1));
        operators.Append("q ").Append(Scale(size / columns, size / rows)).Measures(x, y).Append("cm ").Append(color.Operands).Append("rg\n");
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var start = column;
                while (column < columns && modules[row, column]) column++;
                if (column > start) operators.Append(CultureInfo.InvariantCulture, $"{start} {row} {column - start} 1 re\n");
            }
        }
        operators.Append("f Q\n");
    }

    private static string Scale(double x, double y) => $"{PdfSyntax.Number(x)} 0 0 {PdfSyntax.Number(y)} ";

    private void Marked(string begin, Action draw)
    {
        if (isMarked) throw new InvalidOperationException("Marked content cannot hold marked content; group elements with PdfDocument.Group.");
        isMarked = true;
        operators.Append(begin);
        try { draw(); }
        finally
        {
            operators.Append("EMC\n");
            isMarked = false;
        }
    }

    private void RequireMark()
    {
        if (!isMarked) throw new InvalidOperationException("Draw inside Tag or Artifact.");
    }
}
