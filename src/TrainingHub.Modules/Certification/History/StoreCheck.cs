using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.History;

/// <summary>A problem as it is stored: in whose language it is read, nobody knows yet.</summary>
internal sealed record StoredWords(StoredWords.Sentence Found, StoredWords.Sentence Expected, StoredWords.Sentence Remedy)
{
    internal sealed record Sentence(string Template, string[] Arguments)
    {
        public static Sentence Of(Problem problem) => new(problem.Template, [.. problem.Arguments.Select(a => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{a}"))]);
    }

    public static string Write(ChainProblem problem) => JsonSerializer.Serialize(new StoredWords(Sentence.Of(problem.Found), Sentence.Of(problem.Expected), Sentence.Of(problem.Remedy)), Json.Plain);

    public static StoredWords Read(string json) => JsonSerializer.Deserialize<StoredWords>(json, Json.Plain)!;
}

/// <summary>Checks all chains once a week and keeps what it found, for the page.</summary>
internal sealed class CheckJob(Db db, CheckChains check, TimeProvider clock) : IJob
{
    public const string Id = "certification.check";

    public const int Most = 500;

    public async Task Run(JobRun run, CancellationToken ct)
    {
        var started = clock.GetUtcNow();
        var done = await check.Handle(new ChainSelection(), Most, null, ct);
        await Store(started, done, ct);
        run.Count("chains checked", done.Chains);
        run.Count("problems found", done.Found);
    }

    private async Task Store(DateTimeOffset started, ChainsChecked done, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        await db.Execute("delete from certification_check_problem", null, ct);
        await db.Execute("delete from certification_check", null, ct);
        var id = await db.Insert("insert into certification_check(started_at, ended_at, chains, periods, found) values (@started, @now, @Chains, @Periods, @Found) returning id",
            new { started, now = clock.GetUtcNow(), done.Chains, done.Periods, done.Found }, ct);
        foreach (var (position, problem) in done.Problems.Index())
            await db.Execute(
                "insert into certification_check_problem(check_id, position, person_id, program_id, period_id, kind, words) values (@id, @position, @PersonId, @ProgramId, @PeriodId, @Kind, @words)",
                new { id, position, problem.PersonId, problem.ProgramId, problem.Problem.PeriodId, problem.Problem.Kind, words = StoredWords.Write(problem.Problem) }, ct);
        await tx.Commit(ct);
    }
}
