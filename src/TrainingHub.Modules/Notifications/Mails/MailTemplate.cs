using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Notifications.Mails;

/// <summary>One text of one kind in one language: a file Templates/kind.language.md whose first line is "Subject: …", the rest Markdown with {{places}}.</summary>
internal sealed partial record MailTemplate(string Subject, string Body)
{
    private const string SubjectMark = "Subject: ";
    private static readonly ConcurrentDictionary<string, MailTemplate> Known = new(StringComparer.Ordinal);

    public IEnumerable<string> Places => Place().Matches(Subject + Body).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal);

    public static bool Exists(string kind) => typeof(MailTemplate).Assembly.GetManifestResourceInfo(Resource(kind, "en")) is not null;

    public static MailTemplate Find(string kind, string language) => Known.GetOrAdd(Resource(kind, language), static name =>
    {
        using var stream = typeof(MailTemplate).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no mail template {name}.");
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n', 2);
        return lines[0].StartsWith(SubjectMark, StringComparison.Ordinal)
            ? new MailTemplate(lines[0][SubjectMark.Length..], lines[1])
            : throw new InvalidOperationException($"The mail template {name} must begin with \"{SubjectMark}\".");
    });

    public string FillSubject(IReadOnlyDictionary<string, NoticeValue> values) => Place().Replace(Subject, m => Value(m, values).Plain);

    public string FillBody(IReadOnlyDictionary<string, NoticeValue> values) => Place().Replace(Body, m => Value(m, values).Markdown);

    private static NoticeValue Value(Match place, IReadOnlyDictionary<string, NoticeValue> values) =>
        values.TryGetValue(place.Groups[1].Value, out var value) ? value : throw new InvalidOperationException($"Nothing fills {place.Value} of the mail.");

    private static string Resource(string kind, string language) => $"TrainingHub.Modules.Notifications.Templates.{kind}.{language}.md";

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
