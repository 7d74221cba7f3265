using System.Globalization;
using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>
/// What an edit form sent for the content of one question. A kind makes content of it whatever it is; whether that is a question
/// is for the reader of questions.yaml to say, with one message, and then the form shows again what was typed.
/// </summary>
internal sealed class EditFields(IFormCollection form, string prefix)
{
    private const int MostRows = 40;

    public string Text(string name) => form[prefix + name].ToString().ReplaceLineEndings("\n").Trim();

    public bool Flag(string name) => form[prefix + name] == "true";

    /// <summary>Null where both languages are empty.</summary>
    public LocalText? Local(string name) => (Text(name + "-zh"), Text(name + "-en")) is var (zh, en) && (zh.Length > 0 || en.Length > 0) ? new LocalText(zh, en) : null;

    public IReadOnlyList<string> Lines(string name) => [.. Text(name).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public decimal? Number(string name) => decimal.TryParse(Text(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    public int Whole(string name, int otherwise) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>The rows in the order of their places; each has an id, and a new one gets the first letters that no other has.</summary>
    public IReadOnlyList<(string Id, EditFields Fields)> Rows(string name)
    {
        var rows = Enumerable.Range(0, Math.Min(Whole(name + "-count", 0), MostRows)).Select(i => new EditFields(form, $"{prefix}{name}-{i}-")).ToList();
        var taken = rows.Select(r => r.Text("id")).ToHashSet(StringComparer.Ordinal);
        return [.. rows.Select((row, i) => (Row: row, Place: row.Number("place") ?? i + 1, i)).OrderBy(r => r.Place).ThenBy(r => r.i).Select(r => (r.Row.Text("id") is { Length: > 0 } id ? id : Free(taken), r.Row))];
    }

    public EditFields Inside(string name) => new(form, $"{prefix}{name}-");

    private static string Free(HashSet<string> taken)
    {
        var id = Enumerable.Range(0, 26 * 27).Select(i => i < 26 ? $"{(char)('a' + i)}" : $"{(char)('a' + (i / 26) - 1)}{(char)('a' + (i % 26))}").First(i => !taken.Contains(i));
        taken.Add(id);
        return id;
    }
}
