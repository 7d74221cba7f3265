using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Web;

namespace TrainingHub.Tests.Testing;

/// <summary>
/// Databases with their schema, and the standard modules where they are wanted, made once a run and copied for each test: a hub that starts on such a copy finds its
/// scripts applied and its courses imported, as at any start but the first.
/// </summary>
internal static class PreparedDatabases
{
    /// <param name="Files">The folder to copy into a hub's data folder.</param>
    /// <param name="Name">Of PostgreSQL's database; null with SQLite, which is among the files.</param>
    private sealed record Template(string Files, string? Name);

    private static readonly ConcurrentDictionary<(TestDatabase, bool), Lazy<Task<Template>>> Made = new();

    /// <summary>Puts a copy where the hub of this data folder looks for it; the connection string, null for SQLite's own.</summary>
    public static async Task<string?> Place(TestDatabase database, bool withContent, string folder)
    {
        var template = await Made.GetOrAdd((database, withContent), key => new Lazy<Task<Template>>(() => Make(key.Item1, key.Item2))).Value;
        foreach (var file in Directory.EnumerateFiles(template.Files, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(template.Files, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return template.Name is null ? null : await PostgresCluster.NewDatabase(template.Name);
    }

    private static async Task<Template> Make(TestDatabase database, bool withContent)
    {
        var work = Directory.CreateTempSubdirectory("traininghub-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using var clean = Process.Start("rm", ["-rf", work]);
        };
        var files = Directory.CreateDirectory(Path.Combine(work, "files")).FullName;
        List<string> args = ["--environment", "Development", "--no-jobs", $"--TrainingHub:DataFolder={work}", "--TrainingHub:Demo:Seed=false", "--Logging:LogLevel:Default=Warning"];
        var name = database == TestDatabase.Postgres ? await PostgresCluster.NewTemplate($"template_{(withContent ? "content" : "schema")}") : null;
        if (name is not null) args.AddRange(["--TrainingHub:Database:Provider=postgres", $"--TrainingHub:Database:ConnectionString={await PostgresCluster.ConnectionTo(name)};Pooling=false"]);
        await using (var app = Hub.Build([.. args], all => all.Replace(ServiceDescriptor.Singleton<TimeProvider>(new TestClock()))))
        {
            await app.Services.GetRequiredService<Migrator>().Run(default);
            if (withContent)
            {
                await using var scope = app.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("start", nameof(ImportStandardContent));
                await scope.ServiceProvider.GetRequiredService<ImportStandardContent>().Run(default);
            }
            if (name is null)
            {
                await using var connection = new SqliteConnection($"Data Source={Path.Combine(work, "traininghub.db")};Pooling=False");
                await connection.OpenAsync();
                await using var vacuum = connection.CreateCommand();
                vacuum.CommandText = $"vacuum into '{Path.Combine(files, "traininghub.db")}'";
                await vacuum.ExecuteNonQueryAsync();
            }
        }
        if (Directory.Exists(Path.Combine(work, "blobs"))) Directory.Move(Path.Combine(work, "blobs"), Path.Combine(files, "blobs"));
        return new Template(files, name);
    }
}
