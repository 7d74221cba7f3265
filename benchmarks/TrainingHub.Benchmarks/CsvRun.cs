using System.Diagnostics;
using System.Net.Http.Headers;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Benchmarks;

/// <summary>All records as CSV through the site, beside reading the rows alone.</summary>
internal static class CsvRun
{
    public static async Task Measure(BenchmarkOptions options, Scratch scratch, SiteProcess site, string cookie, string database, Report report)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{site.Port}"), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Add("Cookie", cookie["Cookie: ".Length..].Trim());
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        List<double> rates = [], bares = [], cpus = [];
        var most = 0.0;
        var rows = await Download();
        var before = most = site.ResidentMb();
        for (var round = 0; round < options.Rounds; round++)
        {
            var cpu = site.Cpu();
            var watch = Stopwatch.StartNew();
            rows = await Download();
            rates.Add(rows / watch.Elapsed.TotalSeconds);
            cpus.Add((site.Cpu() - cpu).TotalMicroseconds / rows);
            bares.Add(await Bare());
        }
        double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
        report.Row("Records as CSV", database, $"{Report.Number(Median(rates))} rows/s, {Report.Number(Median(cpus))} CPU µs a row, memory {before:0} MB before, {most:0} MB at most", $"{Report.Number(Median(bares))} rows/s: the periods alone, read", Median(rates) / Median(bares), "≥ 200,000 rows/s, flat memory");

        async Task<long> Download()
        {
            using var answer = await client.GetAsync("/hr/records/records.csv?status=history", HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            await using var body = await answer.Content.ReadAsStreamAsync();
            var buffer = new byte[256 * 1024];
            var lines = 0L;
            for (int read, parts = 0; (read = await body.ReadAsync(buffer)) > 0;)
            {
                lines += buffer.AsSpan(0, read).Count((byte)'\n');
                if (parts++ % 64 == 0) most = Math.Max(most, site.ResidentMb());
            }
            return lines - 1;
        }

        async Task<double> Bare()
        {
            await using var connection = await scratch.Services.GetRequiredService<Database>().Open(CancellationToken.None);
            var watch = Stopwatch.StartNew();
            await using var reader = await connection.ExecuteReaderAsync(
                """
                select d.id, d.person_id, p.employee_number, p.name, d.assigned_on, d.due_on, d.completed_on, d.expires_on, d.grace_ends_on, d.ended_on, d.end_reason
                from certification_period d join people_person p on p.id = d.person_id order by d.id
                """);
            var values = new object[reader.FieldCount];
            var read = 0L;
            while (await reader.ReadAsync())
            {
                reader.GetValues(values);
                read++;
            }
            return read / watch.Elapsed.TotalSeconds;
        }
    }
}
