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
    private static readonly ConcurrentDictionary<(TestDatabase, bool), Lazy<Task<string>>> Made = new();

    /// <summary>Puts a copy where the hub of this data folder looks for it; the connection string, null for SQLite's own.</summary>
    public static async Task<string?> Place(TestDatabase database, bool withContent, string folder)
    {
        var template = await Made.GetOrAdd((database, withContent), key => new Lazy<Task<string>>(() => Make(key.Item1, key.Item2))).Value;
        var files = database == TestDatabase.Sqlite ? template : FolderOf(template);
        foreach (var file in Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(files, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return database == TestDatabase.Postgres ? await PostgresCluster.NewDatabase(template) : null;
    }

    /// <returns>SQLite: the folder to copy; PostgreSQL: the database's name, whose folder holds the blobs.</returns>
    private static async Task<string> Make(TestDatabase database, bool withContent)
    {
        var name = $"template_{(withContent ? "content" : "schema")}";
        var work = Directory.CreateTempSubdirectory("traininghub-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using var clean = Process.Start("rm", ["-rf", work]);
        };
        List<string> args = ["--environment", "Development", "--no-jobs", $"--TrainingHub:DataFolder={work}", "--TrainingHub:Demo:Seed=false", "--Logging:LogLevel:Default=Warning"];
        if (database == TestDatabase.Postgres)
        {
            name = await PostgresCluster.NewTemplate(name);
            args.AddRange(["--TrainingHub:Database:Provider=postgres", $"--TrainingHub:Database:ConnectionString={await PostgresCluster.ConnectionTo(name)};Pooling=false"]);
            Folders[name] = Path.Combine(work, "copied");
        }
        var copied = Directory.CreateDirectory(Path.Combine(work, "copied")).FullName;
        await using (var app = Hub.Build([.. args], all => all.Replace(ServiceDescriptor.Singleton<TimeProvider>(new TestClock()))))
        {
            await app.Services.GetRequiredService<Migrator>().Run(default);
            if (withContent)
            {
                await using var scope = app.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Actor>().BecomeHub("start", nameof(ImportStandardContent));
                await scope.ServiceProvider.GetRequiredService<ImportStandardContent>().Run(default);
            }
            if (database == TestDatabase.Sqlite)
            {
                await using var connection = new SqliteConnection($"Data Source={Path.Combine(work, "traininghub.db")};Pooling=False");
                await connection.OpenAsync();
                await using var vacuum = connection.CreateCommand();
                vacuum.CommandText = $"vacuum into '{Path.Combine(copied, "traininghub.db")}'";
                await vacuum.ExecuteNonQueryAsync();
            }
        }
        if (Directory.Exists(Path.Combine(work, "blobs"))) Directory.Move(Path.Combine(work, "blobs"), Path.Combine(copied, "blobs"));
        return database == TestDatabase.Sqlite ? copied : name;
    }

    private static readonly ConcurrentDictionary<string, string> Folders = new();

    private static string FolderOf(string template) => Folders[template];
}
