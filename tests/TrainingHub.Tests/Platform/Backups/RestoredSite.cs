using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Backups;
using TrainingHub.Tests.Testing;
using TrainingHub.Web;

namespace TrainingHub.Tests.Platform.Backups;

/// <summary>An empty place, and what the verb "restore" does there.</summary>
internal sealed class RestoredSite(TestDatabase database, string? connectionString) : IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("traininghub-restored-").FullName;

    public string Folder => Path.Combine(parent, "data");

    public static async Task<RestoredSite> Empty(TestDatabase database) => new(database, database == TestDatabase.Postgres ? await PostgresCluster.NewDatabase() : null);

    public async Task<Outcome<BackupRestored>> Restore(string file, bool isMove = false)
    {
        List<string> args = ["--no-jobs", "--environment", "Development", $"--TrainingHub:DataFolder={Folder}", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"];
        if (database == TestDatabase.Postgres) args.Add("--TrainingHub:Database:Provider=postgres");
        if (connectionString is not null) args.Add($"--TrainingHub:Database:ConnectionString={connectionString}");
        await using var app = Hub.Build([.. args]);
        return await app.Services.GetRequiredService<RestoreBackup>().Handle(file, isMove, default);
    }

    /// <summary>The restored hub at work; it takes the folder with it.</summary>
    public Task<TestHub> Start(TestClock clock, Action<IServiceCollection>? services = null) => TestHub.StartOn(Folder, database, connectionString, clock, services);

    public void Dispose()
    {
        if (Directory.Exists(parent)) Directory.Delete(parent, recursive: true);
    }
}
