using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People.Contracts;

/// <summary>The trades that sites are in and that clauses are written for. Several stand in one text, separated by blanks.</summary>
public static class TradeNames
{
    /// <summary>Of a clause or a course: whatever the trade.</summary>
    public const string Everyone = "all";

    public static IReadOnlyList<string> All { get; } = ["retail", "hotel", "restaurant", "property", "service-desk"];

    public static IReadOnlyList<string> Split(string trades) => trades.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static bool AreEveryone(string trades) => Split(trades).Contains(Everyone);

    /// <summary>What one trade is called, in English: a key of the texts.</summary>
    public static string Of(string trade) => trade switch
    {
        "retail" => "Retail",
        "hotel" => "Hotel",
        "restaurant" => "Restaurant",
        "property" => "Property",
        "service-desk" => "Service desk",
        _ => "Every trade",
    };

    /// <summary>Several in words, in the reader's language.</summary>
    public static string Words(string trades, Localizer t) => string.Join(t.IsChinese ? "、" : ", ", Split(trades).Select(trade => t[Of(trade)]));
}
