using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using System.Xml;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>The first sheet of an .xlsx workbook, cell by cell; a reader of our own because a workbook is a zip of XML, and neither may be a bomb.</summary>
internal static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static Outcome<List<TableRow>> Read(byte[] bytes)
    {
        var zip = SafeZip.Read(bytes, name => name is "xl/sharedStrings.xml" || name.StartsWith("xl/worksheets/", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));
        if (zip.Problem is { } problem) return problem;
        var sheet = zip.Value!.Where(f => f.Key.StartsWith("xl/worksheets/", StringComparison.Ordinal)).OrderBy(f => f.Key.Length).ThenBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value).FirstOrDefault();
        if (sheet is null) return Problem.Because("This is no Excel workbook (.xlsx): it has no sheet.");
        try
        {
            return Rows(sheet, zip.Value!.TryGetValue("xl/sharedStrings.xml", out var shared) ? Strings(shared) : []);
        }
        catch (XmlException e)
        {
            return SafeXml.Explain(e);
        }
    }

    private static List<string> Strings(byte[] xml)
    {
        var strings = new List<string>();
        using var reader = SafeXml.Open(xml);
        StringBuilder? text = null;
        var isPhonetic = false;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "si") text = reader.IsEmptyElement ? Empty(strings) : new StringBuilder();
            else if (reader.LocalName == "rPh") isPhonetic = reader.NodeType == XmlNodeType.Element;
            else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName == "si") strings.Add(text!.ToString());
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA && !isPhonetic) text?.Append(reader.Value);
        }
        return strings;
    }

    private static StringBuilder? Empty(List<string> strings)
    {
        strings.Add("");
        return null;
    }

    private static List<TableRow> Rows(byte[] xml, List<string> shared)
    {
        var rows = new List<TableRow>();
        using var reader = SafeXml.Open(xml);
        List<string> cells = [];
        var (line, at, type) = (0, 0, "");
        var value = new StringBuilder();
        var isValue = false;
        while (reader.Read())
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "row"):
                    line = int.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : line + 1;
                    (cells, at) = ([], 0);
                    break;
                case (XmlNodeType.Element, "c"):
                    at = Column(reader.GetAttribute("r")) ?? at;
                    type = reader.GetAttribute("t") ?? "";
                    value.Clear();
                    if (reader.IsEmptyElement) at++;
                    break;
                case (XmlNodeType.Element, "v" or "t"):
                    isValue = !reader.IsEmptyElement;
                    break;
                case (XmlNodeType.EndElement, "v" or "t"):
                    isValue = false;
                    break;
                case (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA, _) when isValue:
                    value.Append(reader.Value);
                    break;
                case (XmlNodeType.EndElement, "c") when at < 1000:
                    while (cells.Count < at) cells.Add("");
                    cells.Add(type == "s" ? int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count ? shared[index] : "" : type == "b" ? value.ToString() == "1" ? "true" : "false" : type is "" or "n" ? Number(value.ToString()) : value.ToString());
                    at++;
                    break;
                case (XmlNodeType.EndElement, "row"):
                    rows.Add(new TableRow(line, cells));
                    // One more than is taken says that there are too many; a small zip may hold rows for a whole memory.
                    if (rows.Count > ExchangeLimits.Items + 1) return rows;
                    break;
            }
        }
        return rows;
    }

    /// <summary>Excel keeps 0.1 as 0.10000000000000001.</summary>
    private static string Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("0.##############", CultureInfo.InvariantCulture) : text;

    private static int? Column(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (!char.IsAsciiLetterUpper(c)) break;
            column = column * 26 + (c - 'A' + 1);
            if (column > 16_384) return null;
        }
        return column == 0 ? null : column - 1;
    }

    public static byte[] Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            const string package = "http://schemas.openxmlformats.org/package/2006";
            Part(zip, "[Content_Types].xml", $"""<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            Part(zip, "_rels/.rels", $"""<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Part(zip, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Part(zip, "xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{relations}"><sheets><sheet name="questions" sheetId="1" r:id="r1"/></sheets></workbook>""");
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
            writer.Write($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>""");
            // Inline strings are texts whatever they begin with; no formula can come of them.
            foreach (var row in rows) writer.Write($"<row>{string.Concat(row.Select(c => c.Length == 0 ? "<c/>" : $"""<c t="inlineStr"><is><t xml:space="preserve">{Clean(c)}</t></is></c>"""))}</row>");
            writer.Write("</sheetData></worksheet>");
        }
        return memory.ToArray();
    }

    private static void Part(ZipArchive zip, string name, string xml)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + xml));
    }

    /// <summary>XML has no place for control characters, nor for halves of surrogate pairs.</summary>
    private static string Clean(string text) => SecurityElement.Escape(string.Concat(text.EnumerateRunes().Where(r => r.Value is >= ' ' or '\t' or '\n' and not (0xFFFE or 0xFFFF)).Select(r => r.ToString())));
}
