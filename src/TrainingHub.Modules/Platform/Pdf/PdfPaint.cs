using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>How a path is shown: filled, outlined or both.</summary>
/// <param name="Fill">Colour of the inside; none if null.</param>
/// <param name="Stroke">Colour of the outline; none if null.</param>
/// <param name="LineWidth">Of the outline, in points.</param>
internal sealed record PdfPaint(PdfColor? Fill, PdfColor? Stroke, double LineWidth)
{
    public static PdfPaint Filled(PdfColor color) => new(color, null, 0);

    public static PdfPaint Outlined(PdfColor color, double lineWidth) => new(null, color, lineWidth);

    public void Write(StringBuilder operators, PdfPath path)
    {
        if (Fill is { } fill) operators.Append(fill.Operands).Append("rg ");
        if (Stroke is { } stroke) operators.Append(stroke.Operands).Append("RG ").Measures(LineWidth).Append("w ");
        operators.Append(path.Operators).Append((Fill, Stroke) switch
        {
            (not null, not null) => "B\n",
            (not null, null) => "f\n",
            (null, not null) => "S\n",
            _ => "n\n"
        });
    }
}
