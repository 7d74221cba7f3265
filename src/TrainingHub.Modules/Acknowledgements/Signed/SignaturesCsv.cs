using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Acknowledgements.Signed;

/// <summary>The signatures that the list shows, all of them, a row for each clause.</summary>
internal sealed class SignaturesCsv(SignatureQuery signatures, SearchWords words, Localizer texts, HubSettings settings)
{
    public IResult Download(HttpRequest request)
    {
        var ct = request.HttpContext.RequestAborted;
        var rows = signatures.Stream(request.Query["course"], words.Open(request.Query[SearchWords.Key]), ct);
        return TypedResults.Stream(to => Write(to, rows, ct), "text/csv; charset=utf-8", "signatures.csv");
    }

    private async Task Write(Stream to, IAsyncEnumerable<SignatureRow> rows, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Csv.Line(
        [
            texts["Employee number"], texts["Name"], texts["Site"], texts["Course"], texts["Version"], texts["Clause"], texts["Signed at"], texts["Typed name"], texts["Language"], texts["SHA-256 of the text"],
        ]).AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct))
            await writer.WriteLineAsync(Csv.Line(
            [
                row.EmployeeNumber, row.Name, row.SiteName, texts.Pick(row.TitleZh, row.TitleEn), row.Version.ToString(CultureInfo.InvariantCulture), row.Clause,
                TimeZoneInfo.ConvertTime(row.SignedAt, settings.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), row.TypedName, row.Language, row.TextSha256,
            ]).AsMemory(), ct);
    }
}
