using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>The forecast as CSV: a line for each site, programme and week.</summary>
internal sealed class ForecastCsv(ReadForecast read, Localizer T)
{
    public async Task<IResult> Give(string? site, string? program, CancellationToken ct)
    {
        static string N(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
        var rows = (await read.Handle(site, program, ct)).SelectMany(line => line.Weeks.Select(week => (object?[])
            [line.SiteName, T.Pick(line.TitleZh, line.TitleEn), week.Monday, N(week.Ending), N(week.Held), N(line.Needed), week.IsShort ? T["yes"] : ""]));
        return CsvFile.Of("forecast.csv", [[T["Site"], T["Programme"], T["Week from"], T["Ending"], T["Held after the week"], T["Minimum"], T["Below the minimum"]], .. rows]);
    }
}
