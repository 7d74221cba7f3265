using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>Lines and curves. Points, from the upper left corner of the page, y downwards.</summary>
internal sealed class PdfPath
{
    // The distance of the control points that makes four cubic curves a circle, to 0.03 % of the radius.
    private const double Roundness = 0.5522847498;
    private readonly StringBuilder operators = new();

    public string Operators => operators.ToString();

    public PdfPath MoveTo(double x, double y) => Append("m\n", x, y);

    public PdfPath LineTo(double x, double y) => Append("l\n", x, y);

    /// <summary>A cubic Bézier curve from the current point with two control points.</summary>
    public PdfPath CurveTo(double x1, double y1, double x2, double y2, double x, double y) => Append("c\n", x1, y1, x2, y2, x, y);

    public PdfPath Close() => Append("h\n");

    public PdfPath Rectangle(double x, double y, double width, double height) => Append("re\n", x, y, width, height);

    public PdfPath Circle(double x, double y, double radius)
    {
        MoveTo(x + radius, y);
        for (var quarter = 0; quarter < 4; quarter++) Arc(x, y, radius, quarter * Math.PI / 2, Math.PI / 2);
        return Close();
    }

    /// <summary>A part of a circle of at most a quarter, from the current point, which must be its beginning.</summary>
    /// <param name="x">Centre.</param>
    /// <param name="y">Centre.</param>
    /// <param name="radius">In points.</param>
    /// <param name="start">Angle of the beginning in radians: 0 is right, π/2 is down.</param>
    /// <param name="sweep">Angle covered in radians, −π/2 to π/2.</param>
    public PdfPath Arc(double x, double y, double radius, double start, double sweep)
    {
        var reach = radius * Roundness * (Math.Tan(sweep / 4) / Math.Tan(Math.PI / 8));
        var ((sin0, cos0), (sin1, cos1)) = (Math.SinCos(start), Math.SinCos(start + sweep));
        return CurveTo(x + radius * cos0 - reach * sin0, y + radius * sin0 + reach * cos0,
            x + radius * cos1 + reach * sin1, y + radius * sin1 - reach * cos1, x + radius * cos1, y + radius * sin1);
    }

    private PdfPath Append(string operation, params ReadOnlySpan<double> operands)
    {
        operators.Measures(operands).Append(operation);
        return this;
    }
}
