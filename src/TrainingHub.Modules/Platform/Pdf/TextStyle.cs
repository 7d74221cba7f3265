namespace TrainingHub.Modules.Platform.Pdf;

internal enum TextAlign { Left, Center, Right }

/// <summary>How a text looks.</summary>
/// <param name="Font">Shared; only the glyphs used go into the document.</param>
/// <param name="Size">In points.</param>
/// <param name="Color">Of the letters.</param>
/// <param name="Tracking">Extra space after each character, in points.</param>
internal sealed record TextStyle(TrueTypeFont Font, double Size, PdfColor Color, double Tracking = 0)
{
    /// <summary>Width of one line in points, without the extra space after its last character.</summary>
    public double Width(string text)
    {
        var count = Tracking == 0 ? 0 : PrintableText.Of(text).EnumerateRunes().Count();
        return Font.Width(text, Size) + Tracking * Math.Max(0, count - 1);
    }
}
