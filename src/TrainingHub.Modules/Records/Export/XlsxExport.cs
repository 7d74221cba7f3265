using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Records.Export;

/// <summary>
/// A workbook of one sheet, written as a stream: real dates, texts that are never formulas, a header that stays in view. The libraries for it either are not to
/// be had or hold the whole sheet in memory.
/// </summary>
internal static class XlsxExport
{
    private const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private static readonly (string Name, string Xml)[] Frame =
    [
        ("[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
            """),
        ("_rels/.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{Relations}/styles" Target="styles.xml"/></Relationships>"""),
        // Styles: 0 plain, 1 a date, 2 a heading.
        ("xl/styles.xml", $"""<styleSheet xmlns="{Main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>"""),
    ];

    public static async Task Write(Stream to, IAsyncEnumerable<RecordRow> rows, Localizer T, CancellationToken ct)
    {
        await using var archive = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        foreach (var (name, xml) in Frame) await Part(archive, name, xml, ct);
        await Part(archive, "xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="{SecurityElement.Escape(T["Records"])}" sheetId="1" r:id="r1"/></sheets></workbook>""", ct);
        await using var writer = new StreamWriter(await archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).OpenAsync(ct), new UTF8Encoding(false), 1 << 16);
        await writer.WriteAsync($"""{Declaration}<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="14" width="18" customWidth="1"/></cols><sheetData>""".AsMemory(), ct);
        await writer.WriteAsync(Row(RecordTable.Headers(T), isHeading: true).AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct)) await writer.WriteAsync(Row(RecordTable.Values(row, T), isHeading: false).AsMemory(), ct);
        await writer.WriteAsync("</sheetData></worksheet>".AsMemory(), ct);
    }

    private static async Task Part(ZipArchive archive, string name, string xml, CancellationToken ct)
    {
        await using var stream = await archive.CreateEntry(name).OpenAsync(ct);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Declaration + xml.Trim()), ct);
    }

    private static string Row(object?[] values, bool isHeading) => $"<row>{string.Concat(values.Select(v => Cell(v, isHeading)))}</row>";

    private static string Cell(object? value, bool isHeading) => value switch
    {
        null => "<c/>",
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"""<c s="1"><v>{date.ToDateTime(TimeOnly.MinValue).ToOADate()}</v></c>"""),
        string text => $"""<c t="inlineStr" s="{(isHeading ? 2 : 0)}"><is><t xml:space="preserve">{Text(text)}</t></is></c>""",
        _ => throw new ArgumentException($"No cell can hold {value.GetType().Name}."),
    };

    /// <summary>XML has no place for control characters, nor for halves of surrogate pairs.</summary>
    private static string Text(string text) => SecurityElement.Escape(string.Concat(text.EnumerateRunes().Where(r => r.Value is >= ' ' or '\t' or '\n' and not (0xFFFE or 0xFFFF)).Select(r => r.ToString())));
}
