using System.Diagnostics;

namespace TrainingHub.Benchmarks;

/// <summary>What one spell of load showed.</summary>
/// <param name="PerSecond">Units (pages, attempts) done in a second.</param>
/// <param name="CpuMs">The server's processor time for one unit; does not depend on what else the machine does.</param>
/// <param name="P50">Milliseconds, as the other two.</param>
internal sealed record LoadFigures(double PerSecond, double CpuMs, double P50, double P99, double Worst)
{
    /// <summary>The median of each figure: other programs disturb single spells.</summary>
    public static LoadFigures Median(IReadOnlyCollection<LoadFigures> spells)
    {
        double Of(Func<LoadFigures, double> figure) => spells.Select(figure).Order().ElementAt(spells.Count / 2);
        return new LoadFigures(Of(s => s.PerSecond), Of(s => s.CpuMs), Of(s => s.P50), Of(s => s.P99), Of(s => s.Worst));
    }
}

/// <summary>Keeps a number of connections busy for a time, each doing one unit after another.</summary>
internal static class Load
{
    /// <param name="unit">Does one unit on this connection and adds the milliseconds of what is to be timed.</param>
    /// <param name="cpu">The server's processor time so far.</param>
    public static async Task<LoadFigures> Run(int port, int connections, TimeSpan time, Func<TimeSpan> cpu, Func<int, HttpLine, List<double>, Task> unit)
    {
        var times = Enumerable.Range(0, connections).Select(_ => new List<double>(4096)).ToArray();
        var done = 0L;
        var before = cpu();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(async () =>
        {
            using var line = await HttpLine.Open(port);
            while (watch.Elapsed < time)
            {
                await unit(connection, line, times[connection]);
                Interlocked.Increment(ref done);
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var used = cpu() - before;
        var sorted = times.SelectMany(t => t).Order().ToArray();
        if (sorted.Length == 0) throw new InvalidOperationException("Nothing was timed.");
        double At(double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
        return new LoadFigures(done / seconds, used.TotalMilliseconds / done, At(0.5), At(0.99), sorted[^1]);
    }

    /// <summary>A unit that is one prepared request a connection.</summary>
    public static Func<int, HttpLine, List<double>, Task> Get(IReadOnlyList<byte[]> requests) => async (connection, line, times) =>
    {
        var began = Stopwatch.GetTimestamp();
        await line.Send(requests[connection % requests.Count], 200);
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    };
}
