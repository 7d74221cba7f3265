using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// A drawing that many documents share, such as a frame: its operators are made and packed once. Nothing changes after
/// construction, so one instance serves all threads.
/// </summary>
/// <param name="width">In points.</param>
/// <param name="height">In points.</param>
/// <param name="parts">Drawn in order, the later over the earlier.</param>
internal sealed class PdfDrawing(double width, double height, IEnumerable<(PdfPath Path, PdfPaint Paint)> parts)
{
    private readonly string entries =
        $"/Type/XObject/Subtype/Form/BBox[0 0 {PdfSyntax.Number(width)} {PdfSyntax.Number(height)}]/Resources<<>>";
    private readonly PdfStream content = PdfStream.Packed(Operators(parts));

    public int AddTo(PdfFile file) => file.AddStream(entries, content);

    private static string Operators(IEnumerable<(PdfPath Path, PdfPaint Paint)> parts)
    {
        var operators = new StringBuilder();
        foreach (var (path, paint) in parts) paint.Write(operators, path);
        return operators.ToString();
    }
}
