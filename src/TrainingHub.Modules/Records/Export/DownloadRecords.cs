using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Records.Export;

/// <summary>The records that the page shows, as CSV, and their certificates as an archive of PDFs; each in the viewer's scope, written as a stream.</summary>
internal sealed class DownloadRecords(RecordQuery records, ICertificatePapers papers, SearchWords words, Actor actor, Localizer texts)
{
    public const int MostPapers = 500;

    public IResult Table(HttpRequest request)
    {
        var filter = RecordFilter.From(request.Query, words);
        return TypedResults.Stream(to => CsvExport.Write(to, records.Stream(filter, new RecordViewer(actor.Id), request.HttpContext.RequestAborted), texts, request.HttpContext.RequestAborted),
            "text/csv; charset=utf-8", $"records-{RecordFilter.Iso(filter.AsOf ?? records.Today)}.csv");
    }

    /// <summary>At most 500 papers: more would keep the browser waiting for minutes; the verb <c>certificates export</c> has no such bound.</summary>
    public async Task<IResult> Papers(HttpRequest request, CancellationToken ct)
    {
        List<RecordRow> chosen = [];
        await foreach (var row in records.Stream(RecordFilter.From(request.Query, words), new RecordViewer(actor.Id), ct))
        {
            if (row.CertificateNumber is null) continue;
            if (chosen.Count == MostPapers) return TypedResults.Redirect(RecordFilter.From(request.Query, words).Url(request.Path.Value!.Replace("/certificates.zip", "", StringComparison.Ordinal), ("tooMany", "1")));
            chosen.Add(row);
        }
        return TypedResults.Stream(to => Write(to, chosen, ct), "application/zip", "certificates.zip");
    }

    private async Task Write(Stream to, List<RecordRow> chosen, CancellationToken ct)
    {
        await using var pending = new PendingBytes();
        var index = new StringBuilder().Append(Csv.Line(["file", .. RecordTable.Headers(texts)])).Append("\r\n");
        await using (var archive = new ZipArchive(pending, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var row in chosen)
            {
                var paper = await papers.Pdf(row.CertificateNumber!, ct);
                var name = $"{row.CertificateNumber}.pdf";
                if (paper.Value is { } pdf) Add(archive, name, pdf);
                index.Append(Csv.Line([paper.Problem is { } problem ? texts[problem] : name, .. RecordTable.Values(row, texts)])).Append("\r\n");
                await pending.HandOn(to, ct);
            }
            Add(archive, "index.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(index.ToString())]);
        }
        await pending.HandOn(to, ct);
    }

    private static void Add(ZipArchive archive, string name, byte[] bytes)
    {
        using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open(); // a PDF is compressed already
        entry.Write(bytes);
    }
}
