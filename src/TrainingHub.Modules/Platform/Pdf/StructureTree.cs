using System.Globalization;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>The logical order of a document: what screen readers follow. Elements are in the order they were begun.</summary>
internal sealed class StructureTree
{
    private readonly Element root = new("Document", null, null);
    private readonly Stack<Element> open = new();
    private readonly List<List<Element>> pages = [];

    public StructureTree() => open.Push(root);

    public int AddPage()
    {
        pages.Add([]);
        return pages.Count - 1;
    }

    /// <summary>All elements made inside <paramref name="content"/> become parts of this one.</summary>
    public void Group(PdfTag tag, Action content)
    {
        var element = new Element(tag.ToString(), null, null);
        open.Peek().Parts.Add(element);
        open.Push(element);
        try { content(); }
        finally { open.Pop(); }
    }

    /// <summary>An element for a piece of one page's content.</summary>
    /// <returns>The number that marks the piece in that page's content.</returns>
    public int AddContent(int page, PdfTag tag, string? alternative, string? language)
    {
        var element = new Element(tag.ToString(), alternative, language) { Page = page, Mark = pages[page].Count };
        pages[page].Add(element);
        open.Peek().Parts.Add(element);
        return element.Mark;
    }

    /// <param name="file">Where the elements are written.</param>
    /// <param name="pageNumbers">Object numbers of the pages, in order.</param>
    /// <returns>The object number of the tree's root.</returns>
    public int WriteTo(PdfFile file, IReadOnlyList<int> pageNumbers)
    {
        var tree = file.Reserve();
        var document = Write(root, tree);
        var byPage = pages.Select((elements, i) => string.Create(CultureInfo.InvariantCulture, $"{i}[{PdfSyntax.References(elements.Select(e => e.Number))}]"));
        var parents = file.Add($"<</Nums[{string.Concat(byPage)}]>>");
        file.Put(tree, string.Create(CultureInfo.InvariantCulture,
            $"<</Type/StructTreeRoot/K {document} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {pages.Count}>>"));
        return tree;

        int Write(Element element, int parent)
        {
            var number = element.Number = file.Reserve();
            var kids = element.Page is null ? $"[{PdfSyntax.References(element.Parts.Select(p => Write(p, number)))}]" : PdfSyntax.Number(element.Mark);
            var page = element.Page is { } index ? "/Pg " + PdfSyntax.Reference(pageNumbers[index]) : "";
            var alternative = element.Alternative is null ? "" : "/Alt" + PdfSyntax.TextString(element.Alternative);
            var language = element.Language is null ? "" : "/Lang" + PdfSyntax.TextString(element.Language);
            file.Put(number, $"<</S/{element.Tag}/P {PdfSyntax.Reference(parent)}{page}/K {kids}{alternative}{language}>>");
            return number;
        }
    }

    private sealed class Element(string tag, string? alternative, string? language)
    {
        public string Tag => tag;
        public string? Alternative => alternative;
        public string? Language => language;
        public List<Element> Parts { get; } = [];

        /// <summary>Index of the page; null for an element that only groups others.</summary>
        public int? Page { get; init; }
        public int Mark { get; init; }
        public int Number { get; set; }
    }
}
