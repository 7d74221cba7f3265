using System.Text;
using Microsoft.AspNetCore.Http;

namespace TrainingHub.Modules.Platform;

/// <summary>Lines of CSV as a file that Excel opens right at a double click: UTF-8 with a byte order mark, CRLF; see <see cref="Csv"/>. It is written as the rows come.</summary>
internal static class CsvFile
{
    public static IResult Of(string name, IEnumerable<IEnumerable<object?>> rows) => Of(name, rows.ToAsyncEnumerable());

    public static IResult Of(string name, IAsyncEnumerable<IEnumerable<object?>> rows) => TypedResults.Stream(to => Write(to, rows, CancellationToken.None), "text/csv; charset=utf-8", name);

    public static async Task Write(Stream to, IAsyncEnumerable<IEnumerable<object?>> rows, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await foreach (var row in rows.WithCancellation(ct)) await writer.WriteLineAsync(Csv.Line(row).AsMemory(), ct);
    }
}
