using System.Diagnostics;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Certificates;
using TrainingHub.Modules.Notifications.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Web;

namespace TrainingHub.Benchmarks;

/// <summary>What is measured inside the process: papers, mails, and learners who answer while bulk work runs.</summary>
internal sealed class InsideRun(BenchmarkOptions options, Scratch scratch, string database, Report report)
{
    private const int Learners = 64;

    public async Task Run()
    {
        var isSqlite = scratch.Services.GetRequiredService<Database>().Dialect == Dialect.Sqlite;
        var disk = Fsyncs();
        if (isSqlite) Papers();
        await Mails(disk);
        await Bulk("bench-001", "Answers of 64 learners during bulk work", isGated: true, "p99 < 100 ms");
        if (isSqlite) await Bulk("bench-002", "The same without the writer gate", isGated: false, "");
    }

    /// <summary>Blocks of 4 kB written and brought to the disk, one after another.</summary>
    private double Fsyncs()
    {
        var path = Path.Combine(scratch.Folder, "fsync");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var block = new byte[4096];
        var count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < options.Spell)
        {
            file.Position = 0;
            file.Write(block);
            file.Flush(flushToDisk: true);
            count++;
        }
        return count / watch.Elapsed.TotalSeconds;
    }

    private void Papers()
    {
        var renderer = scratch.Services.GetRequiredService<ICertificateRenderer>();
        var day = new DateOnly(2026, 3, 14);
        CertificatePaper Paper(int number) => new("某某酒店 Grand Hotel", $"欧阳小明{number}", "Ouyang Xiaoming", "仪容仪表认证", "Grooming certification",
            [new CertificateClause("GRM-01", "仪容", "Appearance"), new CertificateClause("GRM-02", "着装", "Uniform"), new CertificateClause("GRM-03", "卫生", "Hygiene")],
            day, day, day.AddYears(1), $"GRM-2026-{number:000000}", "https://training.example.com/verify/0123456789abcdefghjkmnpqrs", "zh-CN");
        for (var i = 0; i < 300; i++) renderer.Render(Paper(i));
        var rates = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var count = 0;
            using var self = Process.GetCurrentProcess();
            var before = self.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < options.Spell) renderer.Render(Paper(count++));
            self.Refresh();
            // By processor time: what other programs take is not counted against it.
            rates.Add(count / (self.TotalProcessorTime - before).TotalSeconds);
        }
        report.Row("Certificates rendered", "none", $"{Report.Number(rates.Order().ElementAt(rates.Count / 2))} a second of one core", "", null, "≥ 300/s a core");
    }

    private async Task Mails(double fsyncs)
    {
        const int count = 400; // under the cap of one run
        await Notices(count);
        await Drain(scratch.Run, Queues.General);
        var watch = Stopwatch.StartNew();
        var sent = await scratch.Run(QueueJobs.IdOf(Queues.Mail));
        var perSecond = sent.Counts.GetValueOrDefault("done") / watch.Elapsed.TotalSeconds;
        report.Row("Mails sent, folder mode (5 durable steps each)", database, $"{Report.Number(perSecond)} mails/s", $"{Report.Number(fsyncs)} fsync/s", perSecond / fsyncs, "");
    }

    private int noticesMade;

    private Task<int> Notices(int count) => scratch.In(async s =>
    {
        var db = s.GetRequiredService<Db>();
        var notices = s.GetRequiredService<INotices>();
        await using var tx = await db.Begin(CancellationToken.None);
        for (var i = 0; i < count; i++)
        {
            var key = $"benchmark:{++noticesMade}";
            await notices.Send(scratch.People[i % scratch.People.Count], "assigned", key, key, new Dictionary<string, object> { ["items"] = new[] { new Phrase("Programme") } }, CancellationToken.None);
        }
        await tx.Commit(CancellationToken.None);
        return count;
    });

    private static async Task Drain(Func<string, Task<JobResult>> run, string queue)
    {
        while ((await run(QueueJobs.IdOf(queue))).Counts.GetValueOrDefault("done") > 0)
        {
            // one run takes a bounded number
        }
    }

    /// <summary>The learners' answers over HTTP, while a rule for everybody is evaluated, certificates are issued and printed, and mails are sent.</summary>
    private async Task Bulk(string programme, string figure, bool isGated, string aim)
    {
        await using var hub = Hub.Build(Scratch.Arguments(scratch.Folder, scratch.Settings), services => services.Replace(ServiceDescriptor.Singleton(p =>
            new Database(p.GetRequiredService<HubSettings>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<FailPoints>(), isGated))));
        await Hub.Prepare(hub, CancellationToken.None);
        await hub.StartAsync();
        var port = new Uri(hub.Urls.First()).Port;
        var jobs = hub.Services.GetRequiredService<JobRunner>();
        Task<JobResult> Job(string id) => jobs.Run(id, "benchmark", CancellationToken.None);
        var quiz = await scratch.Scalar<long>("select id from v_quiz order by id limit 1");
        var load = new AttemptLoad(quiz, [.. scratch.Tokens.Take(scratch.Tokens.Count / 2)], Learners);
        TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
        await Load.Run(port, Learners, options.WarmUp, Cpu, load.Answers);

        await Notices(200);
        await scratch.Execute(
            """
            insert into certification_rule(program_id, slug, created_at) select id, slug || '/hub-1', @At from certification_program where slug = @programme;
            insert into certification_rule_version(rule_id, number, audience, due_in, starts_on, recorded_at) select u.id, 1, '{}', '30d', @Day, @At from certification_rule u where u.slug = @programme || '/hub-1'
            """, new { programme, Day = new DateOnly(2020, 1, 1), At = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        await scratch.Execute(
            """
            insert into certificates_pending(period_id, since) select d.id, d.recorded_at from certification_period d join certification_program g on g.id = d.program_id
            where g.slug = @programme and d.ended_on is null and d.completed_on is not null on conflict do nothing
            """, new { programme });
        var isOver = false;
        var done = new Dictionary<string, long>();
        var bulk = Task.Run(async () =>
        {
            string[] work = [QueueJobs.IdOf(Queues.General), QueueJobs.IdOf(Queues.Papers), QueueJobs.IdOf(Queues.Mail)];
            await Task.WhenAll(new[] { "certification.evaluate-rules", "certificates.issue-missing" }.Select(Count));
            while (!isOver) await Task.WhenAll(work.Select(Count));
        });
        async Task Count(string id)
        {
            var ended = await Job(id);
            lock (done) done[id] = done.GetValueOrDefault(id) + ended.Counts.Values.Sum();
            if (ended.Counts.Count == 0) await Task.Delay(20);
        }
        var answers = await Load.Run(port, Learners, options.Spell * 3, Cpu, load.Answers);
        isOver = true;
        await bulk;
        var beside = string.Join(", ", done.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Value} {d.Key}"));
        report.Row(figure, database, $"p50 {Report.Number(answers.P50)} ms, p99 {Report.Number(answers.P99)} ms, worst {Report.Number(answers.Worst)} ms, {Report.Number(answers.PerSecond * 10)} answers/s{(load.PutOff > 0 ? $", {load.PutOff} requests refused for now (503)" : "")}", $"meanwhile {beside}", null, aim);
        await hub.StopAsync();
    }
}
