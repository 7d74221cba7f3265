using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>Rows that a statement is given as one parameter: a JSON array of arrays. See <see cref="Dialect.Given"/>.</summary>
internal sealed class GivenRows
{
    private readonly StringBuilder text = new("[");
    private bool isFirst;

    public int Count { get; private set; }

    /// <summary>Plain numbers, for <see cref="Dialect.Among"/>.</summary>
    public static string Of(IEnumerable<long> numbers) => $"[{string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Begins a row; its values follow in the order of the columns.</summary>
    public GivenRows Row()
    {
        text.Append(Count++ == 0 ? "[" : "],[");
        isFirst = true;
        return this;
    }

    public GivenRows Add(long value) => Put(value.ToString(CultureInfo.InvariantCulture));

    public GivenRows Add(DateOnly? value) => Put(value is { } day ? $"\"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"" : "null");

    public GivenRows Add(DateTimeOffset value) => Put($"\"{value.UtcDateTime.ToString(SqlTypes.UtcFormat, CultureInfo.InvariantCulture)}\"");

    public GivenRows Add(string value) => Put(JsonSerializer.Serialize(value, Json.Plain));

    private GivenRows Put(string value)
    {
        if (!isFirst) text.Append(',');
        isFirst = false;
        text.Append(value);
        return this;
    }

    public override string ToString() => Count == 0 ? "[]" : text + "]]";
}
