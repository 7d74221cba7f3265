using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Exchange;

namespace TrainingHub.Benchmarks;

/// <summary>How fast a GIFT file of 10,000 questions is read, and how fast it is in the bank.</summary>
internal sealed class QuestionRun(BenchmarkOptions options, Scratch scratch, string database, Report report)
{
    private const int Items = 10_000;

    public async Task Run()
    {
        var bytes = Encoding.UTF8.GetBytes(File(0));
        ReadItems.Of(ReadItems.Gift, bytes);
        var rates = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var count = ReadItems.Of(ReadItems.Gift, bytes).Items.Count;
            rates.Add(count / watch.Elapsed.TotalSeconds);
        }
        report.Row("GIFT read, 10,000 questions", "none", $"{Report.Number(rates.Order().ElementAt(rates.Count / 2))} questions/s", "", null, "");
        rates.Clear();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var file = Encoding.UTF8.GetBytes(File(round));
            var watch = Stopwatch.StartNew();
            var written = await scratch.In(async s =>
            {
                var plan = await s.GetRequiredService<PlanItems>().Handle(ReadItems.Of(ReadItems.Gift, file), new ImportTarget(0, null, null), CancellationToken.None);
                var done = await s.GetRequiredService<ImportItems>().Handle(plan, 0, null, CancellationToken.None);
                return done.Count(ItemState.New);
            });
            rates.Add(written / watch.Elapsed.TotalSeconds);
        }
        report.Row("GIFT imported whole: read, compared, written (50 a transaction)", database, $"{Report.Number(rates.Order().ElementAt(rates.Count / 2))} questions/s", "", null, "");
    }

    private static string File(int round) => string.Concat(Enumerable.Range(1, Items).Select(i => (i % 4) switch
    {
        0 => $"::Round {round} number {i}::How many? {{#{i}:1}}\n\n",
        1 => $"::Round {round} number {i}::Which one is right? {{~%50%Nearly#close =This one#yes ~That ~The other}}\n\n",
        2 => $"::Round {round} number {i}::处理生肉后要洗手。{{T#不对#对}}\n\n",
        _ => $"::Round {round} number {i}::Match them {{=red -> meat =green -> salad =blue -> fish}}\n\n",
    }));
}
