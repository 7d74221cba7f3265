using System.Globalization;
using System.Text;
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
        var text = new StringBuilder(Csv.Line([T["Site"], T["Programme"], T["Week from"], T["Ending"], T["Held after the week"], T["Minimum"], T["Below the minimum"]])).Append("\r\n");
        foreach (var line in await read.Handle(site, program, ct))
            foreach (var week in line.Weeks)
                text.Append(Csv.Line([line.SiteName, T.Pick(line.TitleZh, line.TitleEn), week.Monday, N(week.Ending), N(week.Held), N(line.Needed), week.IsShort ? T["yes"] : ""])).Append("\r\n");
        var bytes = new UTF8Encoding(true);
        return TypedResults.File([.. bytes.GetPreamble(), .. bytes.GetBytes(text.ToString())], "text/csv; charset=utf-8", "forecast.csv");
    }
}
