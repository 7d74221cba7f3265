using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TrainingHub.Benchmarks;

/// <summary>A published site as a process of its own on a free port, watched through /proc.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private readonly Process process;

    private SiteProcess(Process process, int port, TimeSpan start)
    {
        this.process = process;
        Port = port;
        FirstAnswer = start;
    }

    public int Port { get; }

    /// <summary>From the start of the process to its first answered request.</summary>
    public TimeSpan FirstAnswer { get; }

    /// <param name="probe">The path asked until it answers 200.</param>
    /// <param name="headers">For that request, each with its line end.</param>
    public static async Task<SiteProcess> Start(string dll, string probe, string headers, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments, "--urls", $"http://127.0.0.1:{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment) start.Environment[name] = value.Replace("{port}", $"{port}", StringComparison.Ordinal);
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var request = HttpLine.Request("GET", probe, headers);
        while (!process.HasExited)
        {
            try
            {
                using var line = await HttpLine.Open(port);
                await line.Send(request, 200);
                return new SiteProcess(process, port, Stopwatch.GetElapsedTime(began));
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                await Task.Delay(5); // not listening yet
            }
        }
        throw new InvalidOperationException($"{dll} ended with {process.ExitCode}: {await errors}");
    }

    public TimeSpan Cpu() => CpuOf(process.Id, withChildren: false);

    public double ResidentMb()
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    /// <summary>User and system time; with children also of those that ended.</summary>
    public static TimeSpan CpuOf(int pid, bool withChildren)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // field 3 of proc(5) first
        var ticks = fields.Skip(11).Take(withChildren ? 4 : 2).Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds(ticks / 100.0); // the kernel's USER_HZ
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await stop.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }
        process.Dispose();
    }
}
