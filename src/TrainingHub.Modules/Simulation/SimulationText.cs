namespace TrainingHub.Modules.Simulation;

/// <summary>The result for people at a terminal.</summary>
internal static class SimulationText
{
    public static void Print(SimulationResult result, string? folder)
    {
        Console.WriteLine($"{result.Start:yyyy-MM-dd} to {result.End:yyyy-MM-dd}, seed {result.Seed}, {result.Seconds} s");
        Line("people", result.People, $"{result.Employed} employed on the last day");
        Line("lessons read", result.Lessons);
        Line("quiz attempts", result.Attempts);
        foreach (var (status, count) in result.PeriodsByStatus) Line($"periods {status}", count);
        Line("certificates", result.Certificates);
        Line("ledger entries", result.LedgerEntries, result.LedgerHead);
        Line("mails", result.DistinctMails, result.UncertainMails == 0 ? "" : $"{result.UncertainMails} times it was uncertain whether one had gone out, and it was sent again");
        if (result.SameWithoutKills is { } same) Line("kills", result.Kills, same ? "the same as without kills" : "NOT the same as without kills");
        Console.WriteLine("\nwhat happened");
        foreach (var (kind, told) in result.Closing.Events.OrderByDescending(e => e.Value)) Line($"  {kind}", told);
        Console.WriteLine("\nseconds");
        foreach (var (part, seconds) in result.Closing.Seconds) Line($"  {part}", (long)Math.Round(seconds));
        Console.WriteLine("\nkilobytes");
        Line("  database", result.Closing.DatabaseBytes / 1024);
        Line("  a person and year", result.Closing.BytesPerPersonYear / 1024, $"{result.Closing.PersonYears:0.0} person-years");
        Console.WriteLine("\nrows");
        foreach (var (table, rows) in result.Closing.Rows) Line($"  {table}", rows);
        Console.WriteLine();
        foreach (var invariant in result.Invariants)
        {
            Console.WriteLine($"{(invariant.Holds ? "holds " : "BROKEN")}  {invariant.Name} ({invariant.Checked})");
            foreach (var broken in invariant.Broken) Console.WriteLine($"        {broken}");
        }
        if (folder is not null) Console.WriteLine($"\nThe data lies in {folder}: TrainingHub__DataFolder={folder} lets the site and the other verbs work on it.");
    }

    private static void Line(string what, long count, string more = "") => Console.WriteLine($"{what,-32}{count,10}  {more}".TrimEnd());
}
