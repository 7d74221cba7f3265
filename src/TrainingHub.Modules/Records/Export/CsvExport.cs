using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Records.Export;

/// <summary>CSV that Excel opens right at a double click: UTF-8 with a byte order mark, CRLF; see <see cref="CsvFile"/>.</summary>
internal static class CsvExport
{
    public static Task Write(Stream to, IAsyncEnumerable<RecordRow> rows, Localizer t, CancellationToken ct) =>
        CsvFile.Write(to, rows.Select(row => (IEnumerable<object?>)RecordTable.Values(row, t)).Prepend(RecordTable.Headers(t)), ct);
}
