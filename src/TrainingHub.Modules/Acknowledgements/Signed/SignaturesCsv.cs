using System.Globalization;
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
        return CsvFile.Of("signatures.csv", rows.Select(Values).Prepend(
        [
            texts["Employee number"], texts["Name"], texts["Site"], texts["Course"], texts["Version"], texts["Clause"], texts["Signed at"], texts["Typed name"], texts["Language"], texts["SHA-256 of the text"],
        ]));
    }

    private IEnumerable<object?> Values(SignatureRow row) =>
    [
        row.EmployeeNumber, row.Name, row.SiteName, texts.Pick(row.TitleZh, row.TitleEn), row.Version.ToString(CultureInfo.InvariantCulture), row.Clause,
        TimeZoneInfo.ConvertTime(row.SignedAt, settings.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), row.TypedName, row.Language, row.TextSha256,
    ];
}
