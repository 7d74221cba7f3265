using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Web;

namespace TrainingHub.Benchmarks;

/// <summary>Certifications of very many people: rules worked out for all of them, alone, interrupted and beside learners.</summary>
internal sealed class CertificationRun(BenchmarkOptions options, string folder, string database, string[] settings, Report report)
{
    private const int Learners = 64;

    private readonly Commits commits = new();

    public async Task Run()
    {
        await using var scratch = await Scratch.Quiet(Path.Combine(folder, "certification"), Learners * 2, services => services.Replace(ServiceDescriptor.Singleton<FailPoints>(commits)), settings);
        var crowd = new Crowd(scratch);
        await crowd.Hire(options.Crowd);
        await crowd.Rule(options.Rules);
        await FirstEvaluation(scratch, crowd);
    }

    internal static Task<JobRun> Evaluate(Scratch scratch, CancellationToken ct) => scratch.In(async s =>
    {
        s.GetRequiredService<Db>().IsBackground = true;
        var run = new JobRun();
        await s.GetRequiredService<VisitsJob>().Run(run, ct);
        return run;
    });

    private async Task FirstEvaluation(Scratch scratch, Crowd crowd)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{options.Rules} rules first worked out for {options.Crowd:#,0} people");
        commits.Begin();
        var watch = Stopwatch.StartNew();
        await Evaluate(scratch, CancellationToken.None);
        var whole = watch.Elapsed.TotalSeconds;
        var said = commits.Say();
        var periods = await crowd.Periods();
        var raw = await crowd.Raw();
        report.Row(what, database, $"{Report.Number(whole)} s, {periods:#,0} periods, {Report.Number(periods / whole)} periods/s; {said}", $"{Report.Number(raw)} s: the same rows copied, one `insert … select` a table, one commit", whole / raw, "< 30 s (1,000,000 periods, SQLite), ≤ 3 of raw, ≤ 50 ms a transaction");

        watch.Restart();
        while ((await scratch.Run(QueueJobs.IdOf(Queues.General))).Counts.GetValueOrDefault("done") > 0)
        {
            // one run takes a bounded number
        }
        report.Row("The same told: what each is to hear is noted, what was read before is opened anew", database, $"{Report.Number(watch.Elapsed.TotalSeconds)} s", "", null, "");

        await crowd.Forget();
        using (var stop = new CancellationTokenSource())
        {
            watch.Restart();
            stop.CancelAfter(TimeSpan.FromSeconds(whole / 2));
            try
            {
                await Evaluate(scratch, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // as a restart of the hub
            }
            var before = await crowd.Periods();
            await Evaluate(scratch, CancellationToken.None);
            report.Row("The same, interrupted and gone on", database, $"{Report.Number(watch.Elapsed.TotalSeconds)} s; {before:#,0} periods when it was cut short, {await crowd.Periods():#,0} at the end", "", null, "the same rows");
        }

        await crowd.Forget();
        await Beside(scratch, crowd);
    }

    /// <summary>Learners answer over HTTP while the rules are worked out in the same process.</summary>
    private async Task Beside(Scratch scratch, Crowd crowd)
    {
        await using var hub = Hub.Build(Scratch.Arguments(scratch.Folder, scratch.Settings));
        await Hub.Prepare(hub, CancellationToken.None);
        await hub.StartAsync();
        var port = new Uri(hub.Urls.First()).Port;
        var quiz = await scratch.Scalar<long>("select id from v_quiz order by id limit 1");
        var load = new AttemptLoad(quiz, scratch.Tokens, Learners);
        TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
        await Load.Run(port, Learners, options.WarmUp, Cpu, load.Answers);
        var alone = await Load.Run(port, Learners, options.Spell * 3, Cpu, load.Answers);
        using var stop = new CancellationTokenSource();
        var bulk = Task.Run(() => hub.Services.GetRequiredService<JobRunner>().Run("certification.visits", "benchmark", stop.Token));
        var beside = await Load.Run(port, Learners, options.Spell * 3, Cpu, load.Answers);
        var periods = await crowd.Periods();
        await stop.CancelAsync();
        await bulk;
        static string Say(LoadFigures f) => $"p50 {Report.Number(f.P50)} ms, p99 {Report.Number(f.P99)} ms, worst {Report.Number(f.Worst)} ms, {Report.Number(f.PerSecond * 10)} answers/s";
        report.Row($"Answers of {Learners} learners while the rules are worked out", database, $"{Say(beside)}; meanwhile {periods:#,0} periods in {Report.Number(options.Spell.TotalSeconds * 3)} s", $"{Say(alone)}: without", beside.P99 / alone.P99, "p99 < 100 ms");
        await hub.StopAsync();
    }
}
