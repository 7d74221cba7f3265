using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>PostgreSQL's own programs pg_dump and pg_restore, found where they usually are.</summary>
/// <param name="Path">Of the program.</param>
/// <param name="Major">Its version.</param>
internal sealed partial record PostgresTool(string Path, int Major)
{
    /// <summary>As which the server sees the program.</summary>
    public const string ApplicationName = "TrainingHub backup";

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version { get; }

    /// <summary>The oldest that is not older than the server: an older one can't read it, a much newer one may write what it does not know.</summary>
    public static async Task<Outcome<PostgresTool>> Find(string name, int serverMajor, CancellationToken ct)
    {
        var found = new List<PostgresTool>();
        foreach (var path in Places().Select(folder => System.IO.Path.Combine(folder, name)).Where(File.Exists).Distinct(StringComparer.Ordinal))
        {
            var answer = await Run(path, ["--version"], null, ct);
            if (Version.Match(answer.Output) is { Success: true } match) found.Add(new PostgresTool(path, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
        }
        if (found.Count == 0) return Problem.Because("The program {0} of PostgreSQL was not found, neither in PATH nor in /usr/lib/postgresql. Install the client programs of PostgreSQL {1} (on Debian the package postgresql-client).", name, serverMajor);
        return found.Where(t => t.Major >= serverMajor).MinBy(t => t.Major) is { } fit
            ? fit
            : Problem.Because("The program {0} is of version {1}, the server of version {2}. Install the client programs of PostgreSQL {2}.", name, found.Max(t => t.Major), serverMajor);
    }

    private static IEnumerable<string> Places() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => System.IO.Path.Combine(d, "bin")) : []);

    /// <summary>Null where it ended well, else what it said. Where to go, and the password, it is told in the environment: arguments can be read by everybody on the machine.</summary>
    public async Task<string?> Run(NpgsqlConnectionStringBuilder server, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var (code, _, error) = await Run(Path, arguments, Environs(server), ct);
        return code == 0 ? null : string.Join(' ', error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3));
    }

    private static Dictionary<string, string?> Environs(NpgsqlConnectionStringBuilder server) => new()
    {
        ["PGHOST"] = server.Host, ["PGPORT"] = $"{server.Port}", ["PGUSER"] = server.Username, ["PGPASSWORD"] = server.Password, ["PGDATABASE"] = server.Database ?? server.Username,
        ["PGPASSFILE"] = server.Passfile, ["PGSSLROOTCERT"] = server.RootCertificate, ["PGSSLCERT"] = server.SslCertificate, ["PGSSLKEY"] = server.SslKey,
        ["PGSSLMODE"] = server.SslMode switch { SslMode.VerifyFull => "verify-full", SslMode.VerifyCA => "verify-ca", var other => other.ToString().ToLowerInvariant() },
        ["PGOPTIONS"] = server.Options, ["PGAPPNAME"] = ApplicationName, ["LC_ALL"] = "C",
    };

    private static async Task<(int Code, string Output, string Error)> Run(string path, IReadOnlyList<string> arguments, Dictionary<string, string?>? environs, CancellationToken ct)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environs ?? [])
            if (!string.IsNullOrEmpty(value)) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new IOException($"{path} could not be started.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
