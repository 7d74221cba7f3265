using TrainingHub.Modules.Platform.Health;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>Recurring work. Idempotent: run twice or a week late it changes nothing but the time of notices.</summary>
public interface IJob
{
    Task Run(JobRun run, CancellationToken ct);
}

internal sealed record JobDeclaration(string Id, string Title, string Description, Schedule Schedule, Type Type);

/// <summary>One run of a job: what it counted and said. Kept in the run history.</summary>
public sealed class JobRun
{
    private const int MostLines = 200;
    private const int MostFaults = 10;

    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly List<string> lines = [];
    private readonly List<Exception> faults = [];
    private long failed;
    private int dropped;

    public IReadOnlyDictionary<string, long> Counts => counts;

    public bool DidAnything => counts.Values.Any(c => c > 0) || lines.Count > 0;

    public void Count(string what, long by = 1) => counts[what] = counts.GetValueOrDefault(what) + by;

    /// <summary>
    /// Does one of many. Where it fails, that is written down by its number and the others get their turn all the same; the run as a whole then counts as failed.
    /// What concerns them all passes through: the hub is stopping, or the database is away.
    /// </summary>
    /// <param name="what">Of what kind it is: "Attempt".</param>
    public async Task One(string what, long id, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not OperationCanceledException && Outage.Of(e) is null)
        {
            failed++;
            if (faults.Count < MostFaults) faults.Add(e);
            Count("failed");
            Log($"{what} {id}: {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>What a run ends with in which something failed; null where nothing did.</summary>
    internal Exception? Failure => failed == 0 ? null : new AggregateException($"{failed} could not be done; the others were.", faults);

    /// <summary>A line for the administrator; ids, never names or addresses.</summary>
    public void Log(string line)
    {
        if (lines.Count < MostLines) lines.Add(line);
        else dropped++;
    }

    public string LogText => dropped == 0 ? string.Join('\n', lines) : string.Join('\n', lines) + $"\n… {dropped} more lines";
}
