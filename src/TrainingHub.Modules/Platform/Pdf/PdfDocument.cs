using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>What a document says about itself.</summary>
/// <param name="Title">Shown in the window's title bar.</param>
/// <param name="Author">Whoever answers for the content.</param>
/// <param name="Language">Language tag of the document: "zh-CN", "en".</param>
/// <param name="CreatedAt">Given, never asked of a clock: the same document must come out the same to the byte.</param>
internal sealed record PdfInfo(string Title, string Author, string Language, DateTimeOffset CreatedAt);

/// <summary>
/// A tagged PDF 1.7 document with embedded font subsets. The same calls give the same bytes on the same runtime (its zlib
/// decides how streams are packed). Not safe for use by several threads at once; fonts and drawings may be shared.
/// </summary>
internal sealed class PdfDocument(PdfInfo info)
{
    private const string Producer = "TrainingHub";
    private readonly List<PdfPage> pages = [];
    private readonly Dictionary<TrueTypeFont, EmbeddedFont> fonts = [];
    private readonly Dictionary<PdfDrawing, string> drawings = [];

    internal StructureTree Structure { get; } = new();

    /// <summary>Characters that were drawn as empty boxes because their font lacks them, each once, by code point. The caller decides what that means.</summary>
    public IReadOnlyList<Rune> MissingCharacters =>
        fonts.Values.SelectMany(f => f.Missing).Distinct().Order().Select(c => new Rune(c)).ToList();

    /// <param name="width">In points; A4 is 595.28 by 841.89.</param>
    /// <param name="height">In points.</param>
    public PdfPage AddPage(double width, double height)
    {
        var page = new PdfPage(this, Structure.AddPage(), width, height);
        pages.Add(page);
        return page;
    }

    /// <summary>Elements tagged inside <paramref name="content"/>, on any page, become parts of one element: rows of a table, items of a list.</summary>
    public void Group(PdfTag tag, Action content) => Structure.Group(tag, content);

    /// <summary>The whole file.</summary>
    /// <exception cref="InvalidOperationException">There is no page.</exception>
    /// <exception cref="FontFormatException">A glyph that is used is damaged in its font.</exception>
    public byte[] ToBytes()
    {
        if (pages.Count == 0) throw new InvalidOperationException("A document needs a page.");
        using var file = new PdfFile();
        var (catalog, tree) = (file.Reserve(), file.Reserve());
        var fontEntries = string.Concat(fonts.Values.Select(f => $"/{f.ResourceName} {PdfSyntax.Reference(f.WriteTo(file))}"));
        var drawingEntries = string.Concat(drawings.Select(d => $"/{d.Value} {PdfSyntax.Reference(d.Key.AddTo(file))}"));
        var resources = file.Add($"<</Font<<{fontEntries}>>/XObject<<{drawingEntries}>>>>");
        var pageNumbers = pages.Select((page, i) => WritePage(file, page, i, tree, resources)).ToList();
        file.Put(tree, $"<</Type/Pages/Kids[{PdfSyntax.References(pageNumbers)}]/Count {PdfSyntax.Number(pages.Count)}>>");

        var structure = Structure.WriteTo(file, pageNumbers);
        var metadata = file.AddStream("/Type/Metadata/Subtype/XML", PdfStream.Plain(XmpPacket.Of(info, Producer)));
        file.Put(catalog, $"<</Type/Catalog/Pages {PdfSyntax.Reference(tree)}/Lang{PdfSyntax.TextString(info.Language)}/MarkInfo<</Marked true>>"
            + $"/StructTreeRoot {PdfSyntax.Reference(structure)}/ViewerPreferences<</DisplayDocTitle true>>/Metadata {PdfSyntax.Reference(metadata)}>>");
        var (title, author, created) = (PdfSyntax.TextString(info.Title), PdfSyntax.TextString(info.Author), PdfSyntax.Date(info.CreatedAt));
        return file.Finish(catalog, file.Add($"<</Title{title}/Author{author}/Producer({Producer})/CreationDate{created}/ModDate{created}>>"));
    }

    internal EmbeddedFont Embed(TrueTypeFont font)
    {
        if (!fonts.TryGetValue(font, out var embedded)) fonts[font] = embedded = new EmbeddedFont(font, "F" + PdfSyntax.Number(fonts.Count + 1));
        return embedded;
    }

    internal string Embed(PdfDrawing drawing)
    {
        if (!drawings.TryGetValue(drawing, out var name)) drawings[drawing] = name = "X" + PdfSyntax.Number(drawings.Count + 1);
        return name;
    }

    private static int WritePage(PdfFile file, PdfPage page, int index, int tree, int resources)
    {
        var content = file.AddStream("", PdfStream.Packed(page.Operators));
        return file.Add($"<</Type/Page/Parent {PdfSyntax.Reference(tree)}/MediaBox[0 0 {PdfSyntax.Number(page.Width)} {PdfSyntax.Number(page.Height)}]"
            + $"/Contents {PdfSyntax.Reference(content)}/StructParents {PdfSyntax.Number(index)}/Tabs/S/Resources {PdfSyntax.Reference(resources)}>>");
    }
}
