using System.Globalization;

namespace TrainingHub.Benchmarks;

/// <summary>The published site under load on one database, with the bare page beside it.</summary>
internal sealed class SiteRun(BenchmarkOptions options, Scratch scratch, string database, Postgres? postgres, Report report)
{
    private const int Connections = 16;

    private async Task<SiteProcess> StartSite(string probe, string headers)
    {
        Dictionary<string, string> environment = new()
        {
            ["TrainingHub__DataFolder"] = scratch.Folder, ["TrainingHub__Hub__BaseUrl"] = "http://127.0.0.1:{port}", ["Logging__LogLevel__Default"] = "Warning",
        };
        foreach (var setting in scratch.Settings)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            environment["TrainingHub__" + setting[..at].Replace(":", "__", StringComparison.Ordinal)] = setting[(at + 1)..];
        }
        return await SiteProcess.Start(Path.Combine(options.Site, "TrainingHub.Web.dll"), probe, headers, ["serve", "--no-jobs"], environment);
    }

    private Task<SiteProcess> StartBare() => SiteProcess.Start(Path.Combine(options.Bare, "BarePage.dll"), "/", "",
        ["--provider", postgres is null ? "sqlite" : "postgres", "--database", postgres is null ? $"Data Source={Path.Combine(scratch.Folder, "traininghub.db")}" : scratch.Settings.First(s => s.StartsWith("Database:ConnectionString=", StringComparison.Ordinal))["Database:ConnectionString=".Length..]], []);

    public async Task Run()
    {
        var learners = new List<string>();
        foreach (var person in scratch.People.Take(Connections)) learners.Add(await scratch.CookieOf(person));
        var hr = scratch.People[^1];
        await scratch.Grant(hr, "hr");
        var hrCookie = await scratch.CookieOf(hr);
        var lesson = await scratch.Scalar<string>("select '/learn/courses/' || c.slug || '/' || l.slug from v_course c join courses_lesson l on l.version_id = c.version_id order by c.id, l.position limit 1");
        var quiz = await scratch.Scalar<long>("select id from v_quiz order by id limit 1");

        var starts = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            await using var started = await StartSite(lesson!, learners[0]);
            starts.Add(started.FirstAnswer.TotalSeconds);
        }
        await using var bare = await StartBare();
        await using var site = await StartSite(lesson!, learners[0]);
        report.Row("Start to first answered lesson page", database, $"{Report.Number(starts.Order().ElementAt(1))} s", $"{Report.Number(bare.FirstAnswer.TotalSeconds)} s", starts.Order().ElementAt(1) / bare.FirstAnswer.TotalSeconds, "< 2 s");

        // Longer than the other warm-ups: the first requests bring the whole framework to its final code.
        await Load.Run(site.Port, Connections, options.WarmUp * 2, () => Cpu(site), Load.Get([HttpLine.Request("GET", lesson!, learners[0])]));
        var barePage = Load.Get([HttpLine.Request("GET", "/", "")]);
        var bares = await Pages("", site, bare, [], barePage, "");
        if (options.Measures("pages"))
        {
            await Pages("Lesson page", site, bare, [.. learners.Select(c => HttpLine.Request("GET", lesson!, c))], barePage, "≥ 0.5 of bare, ≤ 0.7 CPU ms", bares);
            await Pages("`/learn`", site, bare, [.. learners.Select(c => HttpLine.Request("GET", "/learn", c))], barePage, "", bares);
        }
        if (options.Measures("attempts")) await Attempts(site, quiz);
        if (options.Measures("records"))
        {
            await Pages(string.Create(CultureInfo.InvariantCulture, $"`/hr/records`, {options.Periods:#,0} periods"), site, bare, [HttpLine.Request("GET", "/hr/records", hrCookie)], barePage, "", bares);
            await Statistics(site, bare, hrCookie, barePage, bares);
            await CsvRun.Measure(options, scratch, site, hrCookie, database, report);
        }
        report.Row("Resident memory after all this", database, $"{Report.Number(site.ResidentMb())} MB", $"{Report.Number(bare.ResidentMb())} MB", site.ResidentMb() / bare.ResidentMb(), "< 200 MB");
    }

    private TimeSpan Cpu(SiteProcess site) => site.Cpu() + (postgres?.Cpu() ?? TimeSpan.Zero);

    /// <summary>Spells of the page and of the bare page take turns, so that what disturbs one disturbs both.</summary>
    private async Task<LoadFigures> Pages(string figure, SiteProcess site, SiteProcess bare, byte[][] requests, Func<int, HttpLine, List<double>, Task> barePage, string aim, LoadFigures? warm = null)
    {
        List<LoadFigures> pages = [], bares = [];
        if (requests.Length > 0) await Load.Run(site.Port, Connections, options.WarmUp, () => Cpu(site), Load.Get(requests));
        if (warm is null) await Load.Run(bare.Port, Connections, options.WarmUp, () => Cpu(bare), barePage);
        for (var round = 0; round < options.Rounds; round++)
        {
            if (requests.Length > 0) pages.Add(await Load.Run(site.Port, Connections, options.Spell, () => Cpu(site), Load.Get(requests)));
            bares.Add(await Load.Run(bare.Port, Connections, options.Spell, () => Cpu(bare), barePage));
        }
        var beside = LoadFigures.Median(bares);
        if (requests.Length == 0) return beside;
        var page = LoadFigures.Median(pages);
        report.Row(figure, database, Report.Loaded(page, "pages"), Report.Loaded(beside, "pages"), page.PerSecond / beside.PerSecond, aim);
        return beside;
    }

    private async Task Statistics(SiteProcess site, SiteProcess bare, string cookie, Func<int, HttpLine, List<double>, Task> barePage, LoadFigures bares)
    {
        var (quiz, counted) = await AnswersFill.Fill(scratch, options.Answers);
        report.Row("Attempts of 10 answers counted into the statistics anew", database, $"{Report.Number(counted)} attempts/s", "", null, "");
        await Pages(string.Create(CultureInfo.InvariantCulture, $"Statistics of a quiz, {options.Answers:#,0} answers"), site, bare, [HttpLine.Request("GET", $"/studio/results/quizzes/{quiz}", cookie)], barePage, "p95 < 100 ms", bares);
    }

    private async Task Attempts(SiteProcess site, long quiz)
    {
        List<double> durable = [], careless = [];
        for (var round = 0; round < options.Rounds; round++)
        {
            durable.Add(await RawSql.Attempts(scratch, options.Spell));
            careless.Add(await RawSql.Attempts(scratch, options.Spell, isDurable: false));
        }
        var raw = durable.Order().ElementAt(durable.Count / 2);
        var isWarm = false;
        foreach (var learners in (int[])[Connections, 1, 8, 64])
        {
            var load = new AttemptLoad(quiz, [.. scratch.Tokens.Take(scratch.Tokens.Count / 2)], learners);
            if (!isWarm) await Load.Run(site.Port, learners, options.WarmUp, () => Cpu(site), load.Whole);
            isWarm = true;
            List<LoadFigures> attempts = [];
            for (var round = 0; round < options.Rounds; round++) attempts.Add(await Load.Run(site.Port, learners, options.Spell, () => Cpu(site), load.Whole));
            var attempt = LoadFigures.Median(attempts);
            report.Row($"Quiz attempt of 10 questions (13 requests), {learners} at a time", database, Report.Loaded(attempt, "attempts"), $"{Report.Number(raw)} attempts/s: the same rows and commits by hand, one connection", attempt.PerSecond / raw, learners == Connections ? "≥ 200/s, ≤ 10 CPU ms" : "");
        }
        var rawCareless = careless.Order().ElementAt(careless.Count / 2);
        report.Row("The rows of an attempt by hand, durable", database, $"{Report.Number(raw)} attempts/s", $"{Report.Number(rawCareless)} attempts/s: without waiting for the disk", raw / rawCareless, "");
    }
}
