namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>A colour on screen and paper (device RGB).</summary>
internal readonly record struct PdfColor(byte Red, byte Green, byte Blue)
{
    public static readonly PdfColor Black = new(0, 0, 0);
    public static readonly PdfColor White = new(255, 255, 255);

    /// <param name="rgb">As in style sheets: 0xRRGGBB.</param>
    public static PdfColor Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    /// <summary>Three numbers from 0 to 1, as colour operators want them.</summary>
    public string Operands => $"{PdfSyntax.Number(Red / 255d)} {PdfSyntax.Number(Green / 255d)} {PdfSyntax.Number(Blue / 255d)} ";
}
