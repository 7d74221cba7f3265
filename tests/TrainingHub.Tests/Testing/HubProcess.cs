using System.Diagnostics;

namespace TrainingHub.Tests.Testing;

/// <summary>The program as a customer starts it: a process of its own, with a data folder of its own.</summary>
internal sealed class HubProcess : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("traininghub-process-").FullName;
    private readonly List<Process> started = [];

    public string Folder => folder;

    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>Runs a verb to its end; it stands in <see cref="Folder"/>.</summary>
    public Task<Outcome> Verb(params string[] words) => Verb([], words);

    /// <param name="settings">More settings, as "Hub:TimeZone=Europe/Berlin".</param>
    public async Task<Outcome> Verb(string[] settings, string[] words)
    {
        using var process = Start(settings, words);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Begins a verb, to be killed on the way.</summary>
    public Process Begin(string[] settings, string[] words)
    {
        var process = Start(settings, words);
        started.Add(process);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    /// <summary>Serves the site at this port, and returns once it answers.</summary>
    /// <param name="settings">More settings, as "Hub:TimeZone=Europe/Berlin".</param>
    public async Task<Process> Serve(int port, params string[] settings)
    {
        var process = Start(settings, ["serve", "--urls", $"http://127.0.0.1:{port}"]);
        started.Add(process);
        _ = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var visitor = new HttpClient();
        while (!process.HasExited)
        {
            try
            {
                if ((await visitor.GetAsync($"http://127.0.0.1:{port}/healthz")).IsSuccessStatusCode) return process;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50); // not listening yet
            }
        }
        throw new InvalidOperationException($"The site ended with {process.ExitCode}: {await error}");
    }

    private Process Start(string[] settings, string[] words)
    {
        // A shell that runs the tests in the background lets its children ignore Ctrl+C; who starts the program at a terminal gets the default.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "TrainingHub.Web.dll"), .. words])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["DOTNET_ENVIRONMENT"] = "Development", ["TrainingHub__DataFolder"] = DataFolder },
        };
        foreach (var setting in settings)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            start.Environment["TrainingHub__" + setting[..at].Replace(":", "__", StringComparison.Ordinal)] = setting[(at + 1)..];
        }
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started");
    }

    public void Dispose()
    {
        foreach (var process in started)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    internal sealed record Outcome(int Code, string Output, string Error);
}
