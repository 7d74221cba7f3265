using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Certification.Carried;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Web;

namespace TrainingHub.Benchmarks;

/// <summary>What becomes due of ten thousand, a hundred thousand and a million periods; the forecast over them; an import of what people hold already.</summary>
internal sealed class LifecycleRun(BenchmarkOptions options, string folder, string database, Func<string, Task<string[]>> settings, Report report)
{
    private const int Due = 3000;
    private const int Lines = 10_000;

    private readonly Commits commits = new();

    public async Task Run()
    {
        foreach (var part in (int[])[100, 10, 1])
        {
            await using var scratch = await Scratch.Quiet(Path.Combine(folder, $"lifecycle-{part}"), 4, services => services.Replace(ServiceDescriptor.Singleton<FailPoints>(commits)), await settings($"lifecycle_{part}"));
            var crowd = new Crowd(scratch);
            await crowd.Hire(options.Crowd / part);
            await crowd.Rule(options.Rules);
            await CertificationRun.Evaluate(scratch, CancellationToken.None);
            await OneDay(scratch, crowd);
            if (part > 1) continue;
            await Forecast(scratch, crowd);
            await Import(scratch);
        }
    }

    private async Task OneDay(Scratch scratch, Crowd crowd)
    {
        var today = DateOnly.FromDateTime(scratch.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(8).UtcDateTime);
        await crowd.MakeDue(Due, today);
        commits.Begin();
        var watch = Stopwatch.StartNew();
        var windows = await scratch.Run("certification.renewal-windows");
        var opened = watch.Elapsed.TotalSeconds;
        var steps = await scratch.Run("certification.lifecycle");
        var whole = watch.Elapsed.TotalSeconds;
        var done = windows.Counts.Concat(steps.Counts).Sum(c => c.Value);
        var periods = await crowd.Periods();
        report.Row(string.Create(CultureInfo.InvariantCulture, $"One day's due steps, {periods:#,0} periods"), database,
            $"{Report.Number(whole)} s for {done:#,0} steps, {Report.Number(opened)} s of it for {windows.Counts.GetValueOrDefault("window-opens"):#,0} renewals; {commits.Say()}", "", null, "< 2 s for 3,000 of 1,000,000, the same for fewer periods");
    }

    private async Task Forecast(Scratch scratch, Crowd crowd)
    {
        var hr = scratch.People[^1];
        await scratch.Grant(hr, "hr");
        var cookie = await scratch.CookieOf(hr);
        var today = DateOnly.FromDateTime(scratch.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        await crowd.CertifyAll(today.AddDays(7 - ((int)today.DayOfWeek + 6) % 7));
        await using var hub = Hub.Build(Scratch.Arguments(scratch.Folder, scratch.Settings));
        await Hub.Prepare(hub, CancellationToken.None);
        await hub.StartAsync();
        var port = new Uri(hub.Urls.First()).Port;
        var periods = await crowd.Periods();
        TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
        foreach (var (path, aim) in new[] { ("/hr/forecast", "< 200 ms"), ("/hr/forecast?site=C01", "< 200 ms"), ("/hr/programs", "") })
        {
            var page = Load.Get([HttpLine.Request("GET", path, cookie)]);
            await Load.Run(port, 1, options.WarmUp / 2, Cpu, page);
            var figures = await Load.Run(port, 1, options.Spell, Cpu, page);
            report.Row(string.Create(CultureInfo.InvariantCulture, $"`{path}`, {periods:#,0} periods at {Crowd.Sites} sites"), database, $"p50 {Report.Number(figures.P50)} ms, p99 {Report.Number(figures.P99)} ms, one reader", "", null, aim);
        }
        await hub.StopAsync();
    }

    /// <summary>Of a programme that nobody is asked for.</summary>
    private async Task Import(Scratch scratch)
    {
        await scratch.Program("held", new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var lines = Math.Min(Lines, options.Crowd);
        var csv = new StringBuilder("employee_number,program,completed_on\n");
        for (var i = 1; i <= lines; i++) csv.Append(CultureInfo.InvariantCulture, $"C{i},held,2026-03-14\n");
        commits.Begin();
        var watch = Stopwatch.StartNew();
        var result = await scratch.In(async s =>
        {
            s.GetRequiredService<Db>().IsBackground = true;
            return await s.GetRequiredService<ImportCarried>().Handle(Encoding.UTF8.GetBytes(csv.ToString()), skipBad: false, CancellationToken.None);
        });
        report.Row(string.Create(CultureInfo.InvariantCulture, $"{result.Carried:#,0} certifications carried over from a file"), database, $"{Report.Number(watch.Elapsed.TotalSeconds)} s; {commits.Say()}", "", null, "≤ 50 ms a transaction");
    }
}
