using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>The settings in the reader's words: for the form's lists, and to say what a preset changed.</summary>
internal static class SettingWords
{
    public static string Of(string value, Localizer t) => value switch
    {
        "highest" => t["The highest"],
        "latest" => t["The latest"],
        "first" => t["The first"],
        "mean" => t["The mean"],
        "deferred" => t["Feedback at the end"],
        "immediate" => t["Feedback after each question"],
        "retry" => t["Another try after a wrong answer"],
        "confidence" => t["Marking by confidence"],
        "submit" => t["What was saved is submitted"],
        "grace" => t["Grace: submitting only"],
        "abandon" => t["The attempt does not count"],
        "cut" => t["Less time"],
        "extend" => t["Full time, past the closing"],
        "free" => t["Free, back and forth"],
        "sequential" => t["In sequence, no way back"],
        "one" => t["One question a screen"],
        "all" => t["All on one page"],
        "during" => t["During the attempt"],
        "justAfter" => t["Just after submitting"],
        "later" => t["Later, while open"],
        "afterClose" => t["After closing"],
        "attempt" => t["Own answers"],
        "correctness" => t["Right or wrong"],
        "marks" => t["Marks"],
        "feedback" => t["Feedback"],
        "rightAnswer" => t["Right answer"],
        _ => throw new ArgumentException($"There are no words for \"{value}\".", nameof(value)),
    };

    /// <summary>Each setting with its value, in the order of the form.</summary>
    public static IReadOnlyList<(string Name, string Value)> All(QuizSettings s, Localizer t) =>
    [
        (t["Questions in an attempt"], $"{s.Questions}"),
        (t["Pass mark"], $"{s.PassMark}%"),
        (t["Attempts"], s.Attempts == 0 ? t["Unlimited"] : $"{s.Attempts}"),
        (t["Wait between attempts"], s.Wait == 0 ? t["None"] : t["{0} min", s.Wait]),
        (t["Which attempt counts"], Of(s.Grade, t)),
        (t["Time limit"], s.TimeLimit == 0 ? t["None"] : t["{0} min", s.TimeLimit]),
        (t["When the time is up"], Of(s.WhenTimeIsUp, t)),
        (t["A late start"], Of(s.LateStart, t)),
        (t["Feedback and marking"], Of(s.Behaviour, t)),
        (t["Navigation"], Of(s.Navigation, t)),
        (t["Screen"], Of(s.Layout, t)),
        (t["Mix the questions"], s.Shuffle ? t["Yes"] : t["No"]),
        (t["Mix the options"], s.MixesOptions ? t["Yes"] : t["No"]),
        (t["May be taken offline"], s.Offline ? t["Yes"] : t["No"]),
        (t["Access code"], s.AccessCode ? t["Yes"] : t["No"]),
        (t["Allowed networks"], s.Networks.Count == 0 ? t["Anywhere"] : string.Join(", ", s.Networks)),
        (t["Invigilated"], s.Invigilated ? t["Yes"] : t["No"]),
        .. ReviewMatrix.Phases.Select(p => (Of(p.Name, t), s.Shows.In(p.Phase) == ReviewAspects.None ? t["Nothing"] : string.Join(t.IsChinese ? "、" : ", ", ReviewMatrix.NamesOf(s.Shows.In(p.Phase)).Select(n => Of(n, t))))),
    ];
}
