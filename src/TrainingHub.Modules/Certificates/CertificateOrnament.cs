using TrainingHub.Modules.Platform.Pdf;

namespace TrainingHub.Modules.Certificates;

/// <summary>The frame, the watermark and the seal: the same on every certificate of a hub, hence drawn once and shared.</summary>
internal static class CertificateOrnament
{
    public static readonly PdfColor Green = PdfColor.Of(0x0B5347), Gold = PdfColor.Of(0xB08D3E), Ink = PdfColor.Of(0x22302D), Muted = PdfColor.Of(0x5C6864);
    private static readonly PdfColor Paper = PdfColor.Of(0xFDFCF8), Watermark = PdfColor.Of(0xEDEBE0), PaleGold = PdfColor.Of(0xDCC895);
    private const double OuterInset = 20, InnerInset = 30, Notch = 28;

    public static PdfDrawing Draw(double width, double height) => new(width, height,
        [.. Frame(width, height), .. Rosette(width / 2, 291), .. Seal(106, 488)]);

    private static IEnumerable<(PdfPath, PdfPaint)> Frame(double width, double height)
    {
        yield return (new PdfPath().Rectangle(OuterInset, OuterInset, width - 2 * OuterInset, height - 2 * OuterInset), new PdfPaint(Paper, Green, 2.4));
        var (left, top, right, bottom) = (InnerInset, InnerInset, width - InnerInset, height - InnerInset);
        var inner = new PdfPath().MoveTo(left + Notch, top).LineTo(right - Notch, top).Arc(right, top, Notch, Math.PI, -Math.PI / 2)
            .LineTo(right, bottom - Notch).Arc(right, bottom, Notch, -Math.PI / 2, -Math.PI / 2)
            .LineTo(left + Notch, bottom).Arc(left, bottom, Notch, 0, -Math.PI / 2)
            .LineTo(left, top + Notch).Arc(left, top, Notch, Math.PI / 2, -Math.PI / 2).Close();
        yield return (inner, PdfPaint.Outlined(Gold, 0.9));
        // A fan in each corner: the folded fan and the wave are old signs of courtesy and of good luck.
        foreach (var (x, y, start) in new[] { (left, top, 0d), (right, top, Math.PI / 2), (right, bottom, Math.PI), (left, bottom, -Math.PI / 2) })
        {
            foreach (var radius in new[] { 22d, 16, 10 })
            {
                var fan = new PdfPath().MoveTo(x + radius * Math.Cos(start), y + radius * Math.Sin(start)).Arc(x, y, radius, start, Math.PI / 2);
                yield return (fan, PdfPaint.Outlined(Gold, 0.9));
            }
            yield return (new PdfPath().MoveTo(x, y).LineTo(x + 5 * Math.Cos(start), y + 5 * Math.Sin(start)).Arc(x, y, 5, start, Math.PI / 2).Close(), PdfPaint.Filled(Green));
        }
    }

    private static IEnumerable<(PdfPath, PdfPaint)> Rosette(double x, double y)
    {
        yield return (Ring(x, y, 24, 92, 92), PdfPaint.Outlined(Watermark, 0.6));
        yield return (new PdfPath().Circle(x, y, 190).Circle(x, y, 194), PdfPaint.Outlined(Watermark, 0.6));
    }

    /// <summary>A reception bell in a rosette: who is certified here serves people.</summary>
    private static IEnumerable<(PdfPath, PdfPaint)> Seal(double x, double y)
    {
        yield return (Ring(x, y, 30, 34, 12), PdfPaint.Outlined(PaleGold, 0.6));
        yield return (new PdfPath().Circle(x, y, 33), new PdfPaint(Paper, Gold, 1));
        yield return (new PdfPath().Circle(x, y, 29.5), PdfPaint.Filled(Green));
        var dome = new PdfPath().MoveTo(x - 15, y + 6).Arc(x, y + 6, 15, Math.PI, Math.PI / 2).Arc(x, y + 6, 15, -Math.PI / 2, Math.PI / 2).Close();
        yield return (dome, PdfPaint.Filled(Paper));
        yield return (new PdfPath().Rectangle(x - 18, y + 8.5, 36, 3.6), PdfPaint.Filled(Paper));
        yield return (new PdfPath().Circle(x, y - 12.4, 2.4), PdfPaint.Filled(Paper));
        yield return (new PdfPath().MoveTo(x - 10, y + 3).Arc(x, y + 6, 10.44, Math.PI + 0.29, 0.9), PdfPaint.Outlined(Gold, 1.2));
    }

    /// <summary>Circles of one size with their centres on a circle.</summary>
    private static PdfPath Ring(double x, double y, int count, double distance, double radius)
    {
        var ring = new PdfPath();
        for (var i = 0; i < count; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / count);
            ring.Circle(x + distance * cos, y + distance * sin, radius);
        }
        return ring;
    }
}
