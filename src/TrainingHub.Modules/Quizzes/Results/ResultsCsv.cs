using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Attempts;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>The results that the list shows, all of them, as a stream of CSV that spreadsheets open right at a double click.</summary>
internal sealed class ResultsCsv(ResultQuery results, Localizer texts, HubSettings settings)
{
    public IResult Download(HttpRequest request)
    {
        var ct = request.HttpContext.RequestAborted;
        return TypedResults.Stream(to => Write(to, results.Stream(ResultFilter.Of(request.Query), ct), ct), "text/csv; charset=utf-8", "quiz-results.csv");
    }

    private async Task Write(Stream to, IAsyncEnumerable<ResultRow> rows, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Csv.Line(
        [
            texts["Employee number"], texts["Name"], texts["Site"], texts["Quiz"], texts["Attempt"], texts["Language"], texts["Started"], texts["Submitted"], texts["Mark"], texts["Highest possible mark"], texts["Mark in percent"], texts["Passed"],
        ]).AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct)) await writer.WriteLineAsync(Csv.Line(Values(row)).AsMemory(), ct);
    }

    private object?[] Values(ResultRow row) =>
    [
        row.EmployeeNumber, row.Name, row.SiteName, texts.Pick(row.TitleZh, row.TitleEn), row.Number.ToString(CultureInfo.InvariantCulture), row.Language, Local(row.StartedAt), Local(row.SubmittedAt),
        row.Mark is { } mark ? QuizGrade.Marks(mark) : null, QuizGrade.Marks(row.MaxMark), row.Mark is { } m ? $"{QuizGrade.Percent(m, row.MaxMark)}" : null,
        row.Passed switch { true => texts["Yes"], false => texts["No"], null => null },
    ];

    private string Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, settings.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
