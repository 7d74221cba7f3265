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

    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly List<string> lines = [];
    private int dropped;

    public IReadOnlyDictionary<string, long> Counts => counts;

    public bool DidAnything => counts.Values.Any(c => c > 0) || lines.Count > 0;

    public void Count(string what, long by = 1) => counts[what] = counts.GetValueOrDefault(what) + by;

    /// <summary>A line for the administrator; ids, never names or addresses.</summary>
    public void Log(string line)
    {
        if (lines.Count < MostLines) lines.Add(line);
        else dropped++;
    }

    public string LogText => dropped == 0 ? string.Join('\n', lines) : string.Join('\n', lines) + $"\n… {dropped} more lines";
}
