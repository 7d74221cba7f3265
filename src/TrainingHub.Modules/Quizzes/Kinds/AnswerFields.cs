using Microsoft.AspNetCore.Http;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Kinds;

/// <summary>One field of a form: "" is the question's own, else the part it answers ("p1", or "p1.x" inside a scenario's question).</summary>
internal sealed record AnswerField(string Part, string Value);

/// <summary>
/// The fields that a form sent for one question: a-N, a-N-part, and a-N-part.more inside a scenario. A kind reads its own;
/// what nobody read was never on the form, and the answer is refused.
/// </summary>
internal sealed class AnswerFields
{
    private readonly IReadOnlyList<AnswerField> fields;
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    public AnswerFields(IEnumerable<AnswerField> fields) => this.fields = [.. fields.Where(f => f.Value.Length > 0)];

    public static AnswerFields Of(IFormCollection form, int slot)
    {
        var name = $"a-{slot}";
        return new AnswerFields(form
            .Where(f => f.Key == name || f.Key.StartsWith(name + "-", StringComparison.Ordinal))
            .SelectMany(f => f.Value.Select(v => new AnswerField(f.Key == name ? "" : f.Key[(name.Length + 1)..], v ?? ""))));
    }

    /// <summary>The name of a part's field, given that of its question.</summary>
    public static string NameOf(string question, string part) => part.Length == 0 ? question : question + (question.AsSpan(2).Contains('-') ? '.' : '-') + part;

    /// <summary>The fields of the question inside a scenario.</summary>
    public static IEnumerable<AnswerField> Inside(IEnumerable<AnswerField> fields, string part) => fields
        .Where(f => f.Part == part || f.Part.StartsWith(part + ".", StringComparison.Ordinal))
        .Select(f => f with { Part = f.Part == part ? "" : f.Part[(part.Length + 1)..] });

    public static AnswerField Outside(AnswerField field, string part) => field with { Part = field.Part.Length == 0 ? part : $"{part}.{field.Part}" };

    /// <summary>All values sent under this name, save empty ones.</summary>
    public IReadOnlyList<string> All(string part = "")
    {
        read.Add(part);
        return [.. fields.Where(f => f.Part == part).Select(f => f.Value)];
    }

    /// <summary>The fields of a scenario's question, to be read by its own kind.</summary>
    public AnswerFields Of(string part)
    {
        foreach (var field in fields.Where(f => f.Part == part || f.Part.StartsWith(part + ".", StringComparison.Ordinal))) read.Add(field.Part);
        return new AnswerFields(Inside(fields, part));
    }

    /// <summary>To be asked when all is read: a problem where something else was sent, or something twice.</summary>
    public Problem? Rest(bool several = false)
    {
        if (fields.Any(f => !read.Contains(f.Part))) return NotOffered;
        return !several && fields.GroupBy(f => f.Part).Any(g => g.Count() > 1) ? NotOffered : null;
    }

    public static Problem NotOffered => Problem.Because("The answer names an option that this question does not offer. Load the page again.");
}
