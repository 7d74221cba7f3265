using System.Text;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Records.Export;

/// <summary>CSV that Excel opens right at a double click: UTF-8 with a byte order mark, CRLF; see <see cref="Csv"/>.</summary>
internal static class CsvExport
{
    public static async Task Write(Stream to, IAsyncEnumerable<RecordRow> rows, Localizer t, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Csv.Line(RecordTable.Headers(t)).AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct)) await writer.WriteLineAsync(Csv.Line(RecordTable.Values(row, t)).AsMemory(), ct);
    }
}
