using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace TrainingHub.Modules.Platform.Text;

/// <summary>
/// All translations of the interface. The English text is the key; each module has one file per language, Texts.zh-CN.json.
/// A text that two modules translate differently is a fault, found at start.
/// </summary>
internal sealed class Texts
{
    private readonly FrozenDictionary<string, string> chinese;

    public Texts(IReadOnlyList<IModule> modules)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        var resources = modules.Select(m => m.GetType().Assembly).Distinct()
            .SelectMany(a => a.GetManifestResourceNames().Where(n => n.EndsWith(".Texts.zh-CN.json", StringComparison.Ordinal)).Select(n => (Assembly: a, Name: n)));
        foreach (var (assembly, resource) in resources)
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [];
            foreach (var (english, translated) in texts)
            {
                if (!merged.TryAdd(english, translated) && merged[english] != translated)
                    throw new InvalidOperationException($"\"{english}\" is translated twice, as \"{merged[english]}\" and (in {resource}) as \"{translated}\".");
            }
        }
        chinese = merged.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public bool Has(string english) => chinese.ContainsKey(english);

    public string Find(string language, string english) =>
        language == Languages.Chinese && chinese.TryGetValue(english, out var text) ? text : english;
}

/// <summary>The interface's texts in one reader's language: T["Sign in"], T["{0} of {1} lessons read", 2, 6].</summary>
public sealed class Localizer
{
    private readonly Texts texts;

    internal Localizer(Texts texts, string language)
    {
        this.texts = texts;
        Use(language);
    }

    public string Language { get; private set; } = Languages.English;

    public CultureInfo Culture { get; private set; } = CultureInfo.InvariantCulture;

    public bool IsChinese => Language == Languages.Chinese;

    internal void Use(string language)
    {
        Language = language;
        Culture = CultureInfo.GetCultureInfo(language == Languages.Chinese ? "zh-CN" : "en-GB");
    }

    /// <summary>The same texts for another reader, for mails.</summary>
    public Localizer For(string language) => new(texts, language);

    public string this[string english] => texts.Find(Language, english);

    public string this[string english, params object[] arguments] => string.Format(Culture, texts.Find(Language, english), arguments);

    public string this[Problem problem] => this[problem.Template, problem.Arguments];

    public string Pick(string chinese, string english) => IsChinese ? chinese : english;

    public string Pick(LocalText text) => text.In(Language);

    /// <summary>A civil date as the reader writes it: 2026年3月14日, 14 March 2026.</summary>
    public string Date(DateOnly date) => IsChinese
        ? date.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture)
        : date.ToString("d MMMM yyyy", Culture);

    /// <summary>An instant in a zone, to the minute.</summary>
    public string Time(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(IsChinese ? "yyyy-MM-dd HH:mm" : "d MMM yyyy, HH:mm", Culture);
}
