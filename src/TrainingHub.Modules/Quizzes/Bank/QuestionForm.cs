using System.Globalization;
using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>One option as the form holds it. A row without any text is dropped when saving.</summary>
public sealed class OptionRow
{
    public string Id { get; set; } = "";
    public bool Correct { get; set; }
    public string? Zh { get; set; }
    public string? En { get; set; }
    public string? FeedbackZh { get; set; }
    public string? FeedbackEn { get; set; }
}

/// <summary>What the edit form posts; both ways between it and the question.</summary>
public sealed class QuestionForm
{
    public string? StemZh { get; set; }
    public string? StemEn { get; set; }
    public string? FeedbackZh { get; set; }
    public string? FeedbackEn { get; set; }
    public string? AltZh { get; set; }
    public string? AltEn { get; set; }

    /// <summary>Of a picture that was chosen in this form: its name and its SHA-256.</summary>
    public string? Media { get; set; }
    public string? Picture { get; set; }
    public string? Clause { get; set; }
    public string? Tags { get; set; }
    public string? Category { get; set; }
    public int Difficulty { get; set; }
    public string? Marks { get; set; }
    public bool MustPass { get; set; }
    public bool Shuffle { get; set; }
    public bool PartMarks { get; set; }

    /// <summary>For single and true-false: the id of the option that is right.</summary>
    public string? Right { get; set; }
    public List<OptionRow> Options { get; set; } = [];

    internal static QuestionForm Of(QuestionDraft question)
    {
        var content = QuestionKinds.Find(question.Kind) is ChoiceKind ? ChoiceContent.From(question.Body.Content) : new ChoiceContent([]);
        return new QuestionForm
        {
            StemZh = question.Body.Stem.Zh,
            StemEn = question.Body.Stem.En,
            FeedbackZh = question.Body.Feedback?.Zh,
            FeedbackEn = question.Body.Feedback?.En,
            AltZh = question.Body.Alt?.Zh,
            AltEn = question.Body.Alt?.En,
            Media = question.Body.Media,
            Picture = question.Body.Picture,
            Difficulty = question.Difficulty,
            Marks = (question.MaxMark / 1000m).ToString("0.###", CultureInfo.InvariantCulture),
            Clause = question.Clause,
            Tags = TagList.Write(question.Tags),
            Category = question.Category,
            MustPass = question.MustPass,
            Shuffle = question.Body.Shuffle,
            PartMarks = content.Scoring == Scoring.PartMarks,
            Right = content.Options.FirstOrDefault(o => o.Correct)?.Id,
            Options = [.. content.Options.Select(o => new OptionRow { Id = o.Id, Correct = o.Correct, Zh = o.Text.Zh, En = o.Text.En, FeedbackZh = o.Feedback?.Zh, FeedbackEn = o.Feedback?.En })],
        };
    }

    /// <summary>A free key for one more option: the first letter no option has.</summary>
    internal void AddRow() => Options.Add(new OptionRow { Id = Enumerable.Range('a', 26).Select(c => $"{(char)c}").First(id => Options.All(o => o.Id != id)) });

    /// <param name="own">What the kind's own form gave; null for kinds with options, whose fields are here.</param>
    /// <param name="isOneLanguageEnough">An imported question may have one language; the other is then left empty everywhere.</param>
    internal Outcome<QuestionDraft> Apply(QuestionDraft question, JsonElement? own, bool isOneLanguageEnough = false)
    {
        LocalText? Text(string? zh, string? en) => isOneLanguageEnough ? Any(zh, en) : Both(zh, en);
        bool IsHalf(string? zh, string? en) => !isOneLanguageEnough && string.IsNullOrWhiteSpace(zh) != string.IsNullOrWhiteSpace(en);
        LocalText? Feedback(string id) => Options.Find(o => o.Id == id) is { } row ? Text(row.FeedbackZh, row.FeedbackEn) : null;

        if (Text(StemZh, StemEn) is not { } stem) return Problem.Because("Write the question in both languages.");
        if (!decimal.TryParse(Marks, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var marks) || marks is < 0.001m or > 1000 || marks * 1000 % 1 != 0)
            return Problem.Because("Marks are a number from 0.001 to 1000 with at most three decimals.");
        if (IsHalf(FeedbackZh, FeedbackEn)) return Problem.Because("Write the feedback in both languages, or in none.");
        var drawsPicture = QuestionKinds.Find(question.Kind).DrawsPicture;
        if (drawsPicture && question.Body.Picture is null) return Problem.Because("Choose a picture first.");
        if (drawsPicture && Text(AltZh, AltEn) is null) return Problem.Because("Describe the picture for those who can't see it, in each language of the question.");
        var options = new List<ChoiceOption>();
        foreach (var row in Options.Where(o => !(string.IsNullOrWhiteSpace(o.Zh) && string.IsNullOrWhiteSpace(o.En))))
        {
            if (Text(row.Zh, row.En) is not { } text) return Problem.Because("Write option {0} in both languages.", row.Id);
            if (IsHalf(row.FeedbackZh, row.FeedbackEn)) return Problem.Because("Write the feedback in both languages, or in none.");
            options.Add(new ChoiceOption(row.Id, question.Kind == "multiple" ? row.Correct : row.Id == Right, text, Text(row.FeedbackZh, row.FeedbackEn)));
        }
        var content = question.Kind switch
        {
            _ when own is not null => own.Value,
            "true-false" => TrueFalseKind.Content(Right == "true", Feedback("true"), Feedback("false")).ToJson(),
            "multiple" => new ChoiceContent(Weighed(options, ChoiceContent.From(question.Body.Content)), PartMarks ? Scoring.PartMarks : Scoring.AllOrNothing).ToJson(),
            _ => new ChoiceContent(Weighed(options, ChoiceContent.From(question.Body.Content))).ToJson(),
        };
        var body = question.Body with { Stem = stem, Feedback = Text(FeedbackZh, FeedbackEn), Shuffle = Shuffles(question.Kind) ? Shuffle : question.Body.Shuffle, Alt = drawsPicture ? Text(AltZh, AltEn) : question.Body.Alt, Content = content };
        return question with
        {
            Clause = string.IsNullOrWhiteSpace(Clause) ? null : Clause.Trim(), Tags = TagList.Read(Tags), Category = CategoryPath.Tidy(Category),
            Difficulty = Math.Clamp(Difficulty, 1, 3), MustPass = MustPass, MaxMark = (long)(marks * 1000), Body = body,
        };
    }

    /// <summary>Whether the author decides if things change places: elsewhere nothing does, or everything must.</summary>
    internal static bool Shuffles(string kind) => kind is "single" or "multiple" or "hotspot" or "scenario";

    private static LocalText? Both(string? zh, string? en) => string.IsNullOrWhiteSpace(zh) || string.IsNullOrWhiteSpace(en) ? null : new LocalText(Tidy(zh), Tidy(en));

    private static LocalText? Any(string? zh, string? en) => string.IsNullOrWhiteSpace(zh) && string.IsNullOrWhiteSpace(en) ? null : new LocalText(Tidy(zh ?? ""), Tidy(en ?? ""));

    /// <summary>Weights that an import brought hold as long as the same options are right; else the kind's own rule does.</summary>
    private static List<ChoiceOption> Weighed(List<ChoiceOption> options, ChoiceContent before)
    {
        var old = before.Options.ToDictionary(o => o.Id, StringComparer.Ordinal);
        return options.Count == old.Count && options.TrueForAll(o => old.TryGetValue(o.Id, out var was) && was.Correct == o.Correct) ? [.. options.Select(o => o with { Weight = old[o.Id].Weight })] : options;
    }

    private static string Tidy(string text) => text.ReplaceLineEndings("\n").Trim();
}
