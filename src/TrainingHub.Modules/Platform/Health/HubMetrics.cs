using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace TrainingHub.Modules.Platform.Health;

/// <summary>Counts what this process does, for /metrics: requests by the framework's own meter, job runs by the runner. All in memory, since the start.</summary>
internal sealed class HubMetrics : IDisposable
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<(string Method, string Route, string Status), long> requests = new();
    private readonly ConcurrentDictionary<(string Job, string Outcome), long> jobs = new();
    private readonly long[] buckets = new long[Bounds.Length + 1];
    private readonly Lock door = new();
    private readonly MeterListener listener = new();
    private double seconds;

    public HubMetrics(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "http.server.request.duration" && ReferenceEquals(instrument.Meter.Scope, meters)) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, duration, tags, _) => RequestEnded(duration, tags));
        listener.Start();
    }

    public void JobEnded(string job, string outcome) => jobs.AddOrUpdate((job, outcome), 1, (_, count) => count + 1);

    private void RequestEnded(double duration, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (method, route, status) = ("", "unmatched", "");
        foreach (var (key, value) in tags)
        {
            if (key == "http.request.method") method = value?.ToString() ?? "";
            else if (key == "http.route") route = value?.ToString() ?? route;
            else if (key == "http.response.status_code") status = value?.ToString() ?? "";
        }
        requests.AddOrUpdate((method, route, status), 1, (_, count) => count + 1);
        var bucket = Array.FindIndex(Bounds, b => duration <= b);
        lock (door)
        {
            buckets[bucket < 0 ? Bounds.Length : bucket]++;
            seconds += duration;
        }
    }

    /// <summary>What was counted, as Prometheus text.</summary>
    public void Write(StringBuilder text)
    {
        Head(text, "traininghub_requests_total", "counter", "Requests by route and status.");
        foreach (var ((method, route, status), count) in requests.OrderBy(r => r.Key))
            Line(text, $"traininghub_requests_total{{method=\"{Escape(method)}\",route=\"{Escape(route)}\",status=\"{Escape(status)}\"}}", count);
        Head(text, "traininghub_request_seconds", "histogram", "How long requests took.");
        lock (door)
        {
            var sum = 0L;
            for (var i = 0; i < buckets.Length; i++)
            {
                sum += buckets[i];
                Line(text, $"traininghub_request_seconds_bucket{{le=\"{(i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf")}\"}}", sum);
            }
            Line(text, "traininghub_request_seconds_sum", seconds);
            Line(text, "traininghub_request_seconds_count", sum);
        }
        Head(text, "traininghub_job_runs_total", "counter", "Job runs of this process by outcome.");
        foreach (var ((job, outcome), count) in jobs.OrderBy(j => j.Key))
            Line(text, $"traininghub_job_runs_total{{job=\"{Escape(job)}\",outcome=\"{Escape(outcome)}\"}}", count);
    }

    public static void Head(StringBuilder text, string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    public static void Line(StringBuilder text, string name, double value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");

    public static string Escape(string label) => label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    public void Dispose() => listener.Dispose();
}
