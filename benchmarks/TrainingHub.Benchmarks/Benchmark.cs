using System.Globalization;
using TrainingHub.Benchmarks;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var options = BenchmarkOptions.Read(args);
var report = new Report();
var folder = Directory.CreateTempSubdirectory("traininghub-benchmark-").FullName;
try
{
    foreach (var database in options.Databases)
    {
        await using var postgres = database == "postgres" ? await Postgres.Start() : null;
        async Task<string[]> Settings(string hub) => postgres is null ? [] : ["Database:Provider=postgres", $"Database:ConnectionString={await postgres.NewDatabase(hub)}"];
        var name = postgres is null ? "SQLite" : "PostgreSQL";
        if (options.Measures("certification")) await new CertificationRun(options, Path.Combine(folder, database), name, await Settings("certification"), report).Run();
        if (options.Measures("lifecycle")) await new LifecycleRun(options, Path.Combine(folder, database), name, Settings, report).Run();
        if (options.Parts.All(p => p is "certification" or "lifecycle")) continue;
        await using var scratch = await Scratch.Make(Path.Combine(folder, database), options.People, options.Periods, await Settings("hub"));
        await new SiteRun(options, scratch, name, postgres, report).Run();
        if (options.Measures("inside")) await new InsideRun(options, scratch, name, report).Run();
        if (options.Measures("questions")) await new QuestionRun(options, scratch, name, report).Run();
    }
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    Directory.Delete(folder, recursive: true);
}
if (options.Output is { } file) await File.WriteAllTextAsync(file, report.ToString());
