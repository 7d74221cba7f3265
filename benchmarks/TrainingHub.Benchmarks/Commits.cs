using System.Diagnostics;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Benchmarks;

/// <summary>When each transaction ended: how long others had to wait for one.</summary>
internal sealed class Commits : FailPoints
{
    private long last;

    public List<double> Milliseconds { get; } = [];

    public void Begin()
    {
        Milliseconds.Clear();
        last = Stopwatch.GetTimestamp();
    }

    public override void Pass(FailPoint point)
    {
        if (point != FailPoint.AfterCommit) return;
        lock (Milliseconds) Milliseconds.Add(Stopwatch.GetElapsedTime(last).TotalMilliseconds);
        last = Stopwatch.GetTimestamp();
    }

    public string Say()
    {
        var sorted = Milliseconds.Order().ToArray();
        return $"{sorted.Length:#,0} transactions, p50 {Report.Number(sorted[sorted.Length / 2])} ms, p99 {Report.Number(sorted[(int)(sorted.Length * 0.99)])} ms, longest {Report.Number(sorted[^1])} ms";
    }
}
