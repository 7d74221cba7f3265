using System.Text;
using Microsoft.AspNetCore.Http;

namespace TrainingHub.Modules.Platform;

/// <summary>Lines of CSV as a file that Excel opens right at a double click: UTF-8 with a byte order mark, CRLF; see <see cref="Csv"/>. It is written as the rows come.</summary>
internal static class CsvFile
{
    public const string Type = "text/csv; charset=utf-8";

    /// <summary>All of it at once, where a page answers with it.</summary>
    public static byte[] Bytes(IEnumerable<IEnumerable<object?>> rows) => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => Csv.Line(r) + "\r\n")))];

    public static IResult Of(string name, IEnumerable<IEnumerable<object?>> rows) => Of(name, rows.ToAsyncEnumerable());

    public static IResult Of(string name, IAsyncEnumerable<IEnumerable<object?>> rows) => TypedResults.Stream(to => Write(to, rows, CancellationToken.None), Type, name);

    public static async Task Write(Stream to, IAsyncEnumerable<IEnumerable<object?>> rows, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await foreach (var row in rows.WithCancellation(ct)) await writer.WriteLineAsync(Csv.Line(row).AsMemory(), ct);
    }
}
