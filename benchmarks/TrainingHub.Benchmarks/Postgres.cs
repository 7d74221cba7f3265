using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace TrainingHub.Benchmarks;

/// <summary>A PostgreSQL of our own in a temporary folder, with fsync as a customer has it.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private readonly string folder;
    private readonly int port;
    private readonly int pid;

    private Postgres(string folder, int port)
    {
        this.folder = folder;
        this.port = port;
        pid = int.Parse(File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={port};Database={database};Username=hub;Maximum Pool Size=40";

    public static async Task<Postgres> Start()
    {
        // Beside the scratch folder, not in it: that one is closed to the user postgres.
        var folder = Directory.CreateTempSubdirectory("traininghub-benchmark-pg-").FullName;
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order().Last() + "/bin";
        // PostgreSQL refuses to run as root; Debian's package brings the user postgres.
        var isRoot = Environment.UserName == "root";
        if (isRoot) await Run("chown", "postgres", folder);
        Task AsOwner(params string[] command) => isRoot ? Run("runuser", ["-u", "postgres", "--", .. command]) : Run(command[0], command[1..]);
        var port = SiteProcess.FreePort();
        await AsOwner($"{bin}/initdb", "-D", $"{folder}/data", "-U", "hub", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8");
        await AsOwner($"{bin}/pg_ctl", "-D", $"{folder}/data", "-w", "-l", $"{folder}/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c shared_buffers=256MB", "start");
        return new Postgres(folder, port);
    }

    public async Task<string> NewDatabase(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>The processor time of the server with all its processes.</summary>
    public TimeSpan Cpu()
    {
        var total = SiteProcess.CpuOf(pid, withChildren: true);
        foreach (var child in File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                total += SiteProcess.CpuOf(int.Parse(child, CultureInfo.InvariantCulture), withChildren: false);
            }
            catch (IOException)
            {
                continue; // it ended meanwhile, and is in its parent's sum next time
            }
        }
        return total;
    }

    private static async Task Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed: {await error}");
    }

    public async ValueTask DisposeAsync()
    {
        using var stop = Process.Start("kill", ["-INT", $"{pid}"]);
        await stop.WaitForExitAsync();
        for (var i = 0; i < 100 && Directory.Exists($"/proc/{pid}"); i++) await Task.Delay(100);
        await Run("rm", "-rf", folder);
    }
}
