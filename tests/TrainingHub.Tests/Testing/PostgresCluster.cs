using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace TrainingHub.Tests.Testing;

/// <summary>A PostgreSQL of our own for one test run: Debian's binaries, a temporary folder, a free port; stopped by process id at the end.</summary>
public sealed class PostgresCluster
{
    private static readonly SemaphoreSlim Once = new(1);
    private static PostgresCluster? running;
    private static int databases;

    private readonly int port;
    private readonly Func<string[], Task> control;

    private PostgresCluster(int port, Func<string[], Task> control)
    {
        this.port = port;
        this.control = control;
    }

    /// <summary>A server of a test's own, that it may stop and start.</summary>
    public static Task<PostgresCluster> Own() => Start();

    /// <summary>Stops the server at once, as a crash does.</summary>
    public Task Stop() => control(["stop", "-m", "immediate"]);

    /// <summary>Starts it again after a stop.</summary>
    public Task Go() => control(["start"]);

    /// <summary>A fresh database, empty or a copy of a template; its connection string.</summary>
    public static async Task<string> NewDatabase(string? template = null) =>
        (await Running()).ConnectionString(await Create($"hub{Interlocked.Increment(ref databases)}", template));

    /// <summary>An empty database that others will be copies of; nobody may be connected to it then.</summary>
    public static Task<string> NewTemplate(string name) => Create(name, null);

    public static async Task<string> ConnectionTo(string database) => (await Running()).ConnectionString(database);

    private static async Task<PostgresCluster> Running()
    {
        await Once.WaitAsync();
        try
        {
            return running ??= await Start();
        }
        finally
        {
            Once.Release();
        }
    }

    private static async Task<string> Create(string name, string? template)
    {
        await using var connection = new NpgsqlConnection((await Running()).ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}{(template is null ? "" : $" template {template}")}", connection);
        await create.ExecuteNonQueryAsync();
        return name;
    }

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={port};Database={database};Username=hub;Maximum Pool Size=20;Connection Idle Lifetime=10";

    private static async Task<PostgresCluster> Start()
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order().Last() + "/bin";
        var folder = Directory.CreateTempSubdirectory("traininghub-pg-").FullName;
        // PostgreSQL refuses to run as root; Debian's package brings the user postgres.
        var isRoot = Environment.UserName == "root";
        if (isRoot) await Run("chown", "postgres", folder);
        Task<string> AsOwner(params string[] command) => isRoot ? Run("runuser", ["-u", "postgres", "--", .. command]) : Run(command[0], command[1..]);

        await AsOwner($"{bin}/initdb", "-D", $"{folder}/data", "-U", "hub", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        var port = FreePort();
        Task Control(params string[] words) => AsOwner([$"{bin}/pg_ctl", "-D", $"{folder}/data", "-w", "-l", $"{folder}/log", "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c max_connections=300", .. words]);
        await Control("start");
        string Pid() => File.Exists($"{folder}/data/postmaster.pid") ? File.ReadLines($"{folder}/data/postmaster.pid").First() : "";
        // At once, and without waiting for the clean-up: the test runner gives a process ten seconds to end, and an orderly stop of some hundred databases takes longer.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            var pid = Pid();
            if (pid.Length > 0)
            {
                using var stop = Process.Start("kill", ["-QUIT", pid]);
                stop.WaitForExit();
            }
            for (var i = 0; i < 30 && pid.Length > 0 && Directory.Exists($"/proc/{pid}"); i++) Thread.Sleep(100);
            using var clean = Process.Start("rm", ["-rf", folder]);
        };
        return new PostgresCluster(port, Control);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var error = process.StandardError.ReadToEndAsync();
        // pg_ctl leaves the server with our pipe open: read what comes until it exits, not until the pipe closes.
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token).WaitAsync(TimeSpan.FromSeconds(60));
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed: {await error}");
        return "";
    }
}
