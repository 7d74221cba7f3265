using System.Globalization;

namespace TrainingHub.Benchmarks;

/// <param name="Site">The folder of the published site.</param>
/// <param name="Bare">The folder of the published bare page.</param>
/// <param name="Databases">sqlite, postgres or both.</param>
/// <param name="Spell">How long each spell of load lasts; each is repeated <paramref name="Rounds"/> times and the median taken.</param>
/// <param name="Parts">What is measured: pages, attempts, records, inside (papers, mails, bulk work), questions, certification (rules for a crowd), lifecycle (what becomes due for it, the forecast, an import of what it holds).</param>
/// <param name="Crowd">How many people the certifications are measured with.</param>
/// <param name="Output">Where the table is written; null: to the terminal alone.</param>
internal sealed record BenchmarkOptions(string Site, string Bare, string[] Databases, string[] Parts, int People, int Periods, int Answers, int Crowd, int Rules, int Rounds, TimeSpan Spell, TimeSpan WarmUp, string? Output)
{
    private static readonly string[] AllParts = ["pages", "attempts", "records", "inside", "questions", "certification", "lifecycle"];

    public bool Measures(string part) => Parts.Contains(part, StringComparer.Ordinal);

    public static BenchmarkOptions Read(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i += 2) given[args[i]] = args[i + 1];
        string Text(string name, string? fallback) => given.Remove(name, out var value) ? value : fallback ?? throw new ArgumentException($"{name} is missing.");
        int Number(string name, int fallback) => int.Parse(Text(name, $"{fallback}"), CultureInfo.InvariantCulture);
        var options = new BenchmarkOptions(
            Path.GetFullPath(Text("--site", null)), Path.GetFullPath(Text("--bare", null)), Text("--databases", "sqlite,postgres").Split(','), Text("--parts", string.Join(',', AllParts)).Split(','), Number("--people", 1000), Number("--periods", 100_000), Number("--answers", 1_000_000), Number("--crowd", 100_000), Number("--rules", 20), Number("--rounds", 5),
            TimeSpan.FromSeconds(Number("--seconds", 4)), TimeSpan.FromSeconds(Number("--warm-up", 8)), given.Remove("--out", out var output) ? output : null);
        if (options.Parts.Except(AllParts).FirstOrDefault() is { } unknown) throw new ArgumentException($"{unknown} is no part; there are {string.Join(", ", AllParts)}.");
        return given.Count == 0 && args.Length % 2 == 0 ? options : throw new ArgumentException($"{string.Join(", ", given.Keys.DefaultIfEmpty("the last word"))} is no option of the benchmarks.");
    }
}
