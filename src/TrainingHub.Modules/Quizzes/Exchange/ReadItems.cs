using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>The formats by the names of the command line, and which bytes are read by which reader.</summary>
internal static class ReadItems
{
    public const string Gift = "gift";
    public const string MoodleXml = "moodle-xml";
    public const string Aiken = "aiken";
    public const string Csv = "csv";
    public const string Xlsx = "xlsx";
    public const string Qti = "qti";

    public static readonly string[] Formats = [Gift, MoodleXml, Aiken, Csv, Xlsx, Qti];

    /// <summary>By the end of the name; null where that does not say.</summary>
    public static string? Guess(string fileName) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".gift" or ".txt" => Gift,
        ".xml" => MoodleXml,
        ".csv" => Csv,
        ".xlsx" => Xlsx,
        ".zip" => Qti,
        _ => null,
    };

    public static ItemFile Of(string format, byte[] bytes)
    {
        if (bytes.Length > ExchangeLimits.FileBytes) return ItemFile.Of(Problem.Because("The file is larger than {0} MB. Divide it.", ExchangeLimits.FileMegabytes));
        if (bytes.Length == 0) return ItemFile.Of(Problem.Because("The file is empty."));
        return format switch
        {
            MoodleXml => MoodleXmlReader.Read(bytes),
            Aiken => OfText(bytes, AikenReader.Read),
            Csv => OfText(bytes, text => TableReader.Read(TableText.Rows(text))),
            Xlsx => Workbook.Read(bytes) is { Problem: null, Value: { } rows } ? TableReader.Read(rows) : ItemFile.Of(Workbook.Read(bytes).Problem!),
            Qti => QtiReader.Read(bytes),
            _ => OfText(bytes, GiftReader.Read),
        };
    }

    private static ItemFile OfText(byte[] bytes, Func<string, ItemFile> read)
    {
        var decoded = FileText.Of(bytes);
        return decoded.Problem is { } problem ? ItemFile.Of(problem) : read(decoded.Value!.Text) with { Encoding = decoded.Value.Encoding };
    }
}
