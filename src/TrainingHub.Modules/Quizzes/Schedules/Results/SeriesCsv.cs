using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Schedules.Results;

/// <summary>The series time by time as a spreadsheet opens it; figures of the reader's people, no names.</summary>
internal sealed class SeriesCsv(SeriesFigures figures, Actor actor, Localizer texts, HubSettings settings)
{
    public async Task<IResult> Download(long id, CancellationToken ct)
    {
        var rows = await figures.OfSeries(id, actor.Id, QuizzesPermissions.Results, ct);
        if (rows.Count == 0) return TypedResults.NotFound();
        return CsvFile.Of($"series-{id}.csv",
        [
            [texts["Opened"], texts["Closes"], texts["Asked"], texts["Took part"], texts["Passed"], texts["Waiting for marking"], texts["Mean mark in percent"]],
            .. rows.Select(r => (object?[])[Local(r.OpensAt), Local(r.ClosesAt), Number(r.Asked), Number(r.Took), Number(r.Passed), Number(r.Waiting), r.MeanPercent is { } mean ? Number(mean) : null]),
        ]);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private string Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, settings.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
