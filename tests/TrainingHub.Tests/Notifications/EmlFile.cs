using System.Text;
using System.Text.RegularExpressions;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Notifications;

/// <summary>A mail as a mail program would read it from the folder: unfolded headers, decoded subject and parts.</summary>
internal sealed partial record EmlFile(IReadOnlyDictionary<string, string> Headers, string Text, string Html, string Raw)
{
    public string Subject => Headers["Subject"];

    public static List<EmlFile> All(TestHub hub)
    {
        var folder = Path.Combine(hub.DataFolder, "mail");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.eml").Select(f => Parse(File.ReadAllText(f)))] : [];
    }

    public static EmlFile Parse(string raw)
    {
        var head = raw[..raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal);
        var headers = head.Split("\r\n").Select(l => l.Split(": ", 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => Decode(p[1]), StringComparer.OrdinalIgnoreCase);
        return new EmlFile(headers, Part(raw, "text/plain"), Part(raw, "text/html"), raw);
    }

    private static string Part(string raw, string type)
    {
        var start = raw.IndexOf($"Content-Type: {type}", StringComparison.Ordinal);
        var body = raw.IndexOf("\r\n\r\n", start, StringComparison.Ordinal) + 4;
        return Encoding.UTF8.GetString(Convert.FromBase64String(raw[body..raw.IndexOf("\r\n--", body, StringComparison.Ordinal)]));
    }

    private static string Decode(string header) =>
        Word().Replace(Between().Replace(header, "?==?"), m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value)));

    [GeneratedRegex(@"=\?utf-8\?B\?([^?]+)\?=")]
    private static partial Regex Word();

    [GeneratedRegex(@"\?=\s+=\?")]
    private static partial Regex Between();
}
