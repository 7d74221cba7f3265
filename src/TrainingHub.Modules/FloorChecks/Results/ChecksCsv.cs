using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.FloorChecks.Results;

/// <summary>The checks that the list shows, all of them, a row for each item.</summary>
internal sealed class ChecksCsv(ReadChecks checks, CheckSheets sheets, SearchWords words, Localizer texts, HubSettings settings)
{
    public IResult Download(HttpRequest request)
    {
        var filter = new CheckFilter(request.Query["site"], request.Query["list"], request.Query["result"], words.Open(request.Query[SearchWords.Key]));
        return CsvFile.Of("floor-checks.csv", Rows(filter, request.HttpContext.RequestAborted));
    }

    private async IAsyncEnumerable<IEnumerable<object?>> Rows(CheckFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        yield return
        [
            texts["Check"], texts["Employee number"], texts["Name"], texts["Site"], texts["Checklist"], texts["Version"], texts["Checked at"], texts["Checked by"], texts["Result"], texts["Points reached"], texts["Of"], texts["Item"], texts["Result of the item"], texts["Note on the item"], texts["Note on the whole"], texts["Corrected because"],
        ];
        await foreach (var check in checks.Stream(filter, ct))
        {
            var sheet = (await sheets.Answered(check.ListId, [.. check.Answers.Select(a => a.Code)], ct))!;
            foreach (var (point, answer) in sheet.Points.Zip(check.Answers))
                yield return
                [
                    Text(check.RootId), check.EmployeeNumber, check.Name, check.SiteName, texts.Pick(check.TitleZh, check.TitleEn), Text(check.Version),
                    TimeZoneInfo.ConvertTime(check.ObservedAt, settings.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), check.CheckedBy, check.Passed ? texts["Passed"] : texts["Not passed"],
                    Text(check.Points), Text(check.OfPoints), texts.Pick(point.Text), texts.Say(point, answer.Outcome), answer.Note, check.Note, check.Reason,
                ];
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
