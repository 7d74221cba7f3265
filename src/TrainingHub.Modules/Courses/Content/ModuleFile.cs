using System.Text.RegularExpressions;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

internal sealed record Clause(string Id, IReadOnlyList<string> Trades, LocalText Title, LocalText Text);

/// <summary>module.yaml, read strictly.</summary>
internal sealed partial record ModuleFile(LocalText Title, LocalText Summary, string Source, IReadOnlyList<string> Trades, IReadOnlyList<Clause> Clauses)
{
    private static readonly string[] AllTrades = [TradeNames.Everyone, .. TradeNames.All];

    [GeneratedRegex(@"^[A-Z0-9]{2,6}-[0-9]{2,3}\z")]
    private static partial Regex ClauseId { get; }

    public static ModuleFile? Read(string file, string text, Faults faults)
    {
        if (YamlMap.Parse(file, text, faults) is not { } map) return null;
        var module = new ModuleFile(map.Local("title"), map.Local("summary"), map.Choice("source", null, Languages.All), ReadTrades(map), [.. ReadClauses(map)]);
        map.OptionalMap("quiz"); // read by the module that runs quizzes, with questions.yaml
        map.Done();
        return module;
    }

    /// <summary>The folder as the owners of its other files are shown it: with what this file says of clauses and trades.</summary>
    public ContentFolder Describe(ContentFolder folder) => folder with
    {
        Clauses = Clauses.Select(c => c.Id).ToHashSet(StringComparer.Ordinal),
        Trades = string.Join(' ', Trades),
        ClauseTrades = Clauses.DistinctBy(c => c.Id).ToDictionary(c => c.Id, c => string.Join(' ', c.Trades), StringComparer.Ordinal),
    };

    private static List<string> ReadTrades(YamlMap map)
    {
        var trades = map.Texts("trades");
        if (map.Has("trades") && trades.Count == 0) map.Fault("trades", "Name at least one trade; [all] is everyone.");
        for (var i = 0; i < trades.Count; i++)
            if (!AllTrades.Contains(trades[i], StringComparer.Ordinal)) map.Fault("trades", $"\"{trades[i]}\" is no trade; use one of {string.Join(", ", AllTrades)}.");
        if (trades.Count != trades.Distinct(StringComparer.Ordinal).Count()) map.Fault("trades", "A trade is named twice; remove one.");
        return trades;
    }

    private static IEnumerable<Clause> ReadClauses(YamlMap map)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in map.Maps("clauses"))
        {
            var id = item.Text("id");
            if (id.Length > 0 && !ClauseId.IsMatch(id)) item.Fault("id", $"\"{id}\" is no clause number; write capital letters, a hyphen and two or three digits, as GRM-01.");
            else if (!seen.TryAdd(id, item.Line) && id.Length > 0) item.Fault("id", $"The clause {id} is defined twice, first in line {seen[id]}. Give one of them another number.");
            yield return new Clause(id, ReadTrades(item), item.Local("title"), item.Local("text"));
            item.Done();
        }
    }
}
