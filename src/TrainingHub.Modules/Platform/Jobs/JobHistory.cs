using System.Text.Json;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Platform.Jobs;

/// <summary>One line of the run history.</summary>
internal sealed record JobRunRow(long Id, string FiredBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long? Milliseconds, string? Outcome, string? Counts, string? Log, string? Error)
{
    public const string Columns = "id, fired_by, started_at, ended_at, milliseconds, outcome, counts, log, error";

    public IReadOnlyDictionary<string, long> Counted => Counts is null ? new Dictionary<string, long>() : JsonSerializer.Deserialize<SortedDictionary<string, long>>(Counts, Json.Plain)!;
}

/// <summary>How a run is said on the pages.</summary>
internal static class JobWords
{
    public static (string Text, string Look) Outcome(string? outcome) => outcome switch
    {
        "ok" => ("Done", "status-ok"),
        "failed" => ("Failed", "status-bad"),
        "stopped" => ("Stopped with the hub", "status-warn"),
        "killed" => ("Cut off", "status-bad"),
        _ => ("Running", "status-info"),
    };

    public static string Trigger(string firedBy) => firedBy switch
    {
        "schedule" => "By its schedule",
        "retry" => "Again after a failure",
        "work" => "For new work",
        "verb" => "From the command line",
        _ => "By hand",
    };

    public static string Took(Localizer t, long? milliseconds) => milliseconds switch
    {
        null => "–",
        < 1000 => t["{0} ms", milliseconds],
        < 120_000 => t["{0} s", (milliseconds.Value / 1000.0).ToString("0.0", t.Culture)],
        _ => t["{0} min", milliseconds.Value / 60_000],
    };
}
