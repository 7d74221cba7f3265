using System.Globalization;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>The quiz as module.yaml describes it.</summary>
internal sealed record QuizDraft(LocalText Title, QuizSettings Settings)
{
    public const string FileName = "module.yaml";
    public const string TimeForm = "yyyy-MM-dd HH:mm";

    /// <summary>Reads module.yaml's `quiz:`; null where the course has none. The rest of the file is read by its owner, Courses.</summary>
    public static QuizDraft? Read(ContentFolder folder, Faults faults)
    {
        var before = faults.All.Count;
        // Faults outside the quiz block are its owner's to report, once.
        if (folder.Text(FileName) is not { } text || YamlMap.Parse($"{folder.Slug}/{FileName}", text, new Faults()) is not { } silent || !silent.Has("quiz")) return null;
        var title = silent.Local("title");
        if (YamlMap.Parse($"{folder.Slug}/{FileName}", text, faults)!.OptionalMap("quiz") is not { } quiz) return null;
        var settings = ReadSettings(quiz);
        foreach (var (key, problem) in settings.Contradictions()) quiz.Fault(key, problem.ToString());
        quiz.Done();
        if (faults.All.Count == before) CheckDraw(folder, quiz, settings);
        return new QuizDraft(title, settings);
    }

    private static QuizSettings ReadSettings(YamlMap quiz)
    {
        var questions = quiz.Number("questions", null, 1, 200);
        var draw = new List<DrawLine>();
        foreach (var map in quiz.Maps("draw", optional: true))
        {
            var tags = map.Texts("tags", optional: true);
            var category = CategoryPath.Tidy(map.OptionalText("category"));
            if (tags.Count == 0 && category is null) map.Fault("tags", "Name at least one tag, or a category.");
            draw.Add(new DrawLine(tags, map.Number("count", null, 1, 200)) { Category = category, Subcategories = map.Flag("subcategories", true) && category is not null });
            map.Done();
        }
        return new QuizSettings(
            questions,
            quiz.Number("passMark", null, 1, 100),
            quiz.Number("timeLimit", 0, 0, 1440),
            quiz.Number("attempts", 0, 0, 1000),
            quiz.Number("wait", 0, 0, 525_600),
            quiz.Choice("grade", "highest", QuizSettings.Grades),
            quiz.Choice("behaviour", "deferred", QuizSettings.Behaviours),
            quiz.Flag("shuffle", true),
            draw.Count > 0 ? draw : [new DrawLine([], questions)])
        {
            Opens = Time(quiz, "opens"),
            Closes = Time(quiz, "closes"),
            WhenTimeIsUp = quiz.Choice("whenTimeIsUp", "submit", QuizSettings.Timeouts),
            Grace = quiz.Number("grace", 0, 0, 1440),
            LateStart = quiz.Choice("lateStart", "cut", QuizSettings.LateStarts),
            Navigation = quiz.Choice("navigation", "free", QuizSettings.Navigations),
            Layout = quiz.Choice("layout", "one", QuizSettings.Layouts),
            ShuffleOptions = quiz.OptionalText("shuffleOptions") is null ? null : quiz.Flag("shuffleOptions", true),
            Penalty = quiz.Number("penalty", 33, 0, 100),
            Review = ReviewMatrix.Read(quiz),
            Offline = quiz.Flag("offline", false),
            AccessCode = quiz.Flag("accessCode", false),
            Networks = quiz.Texts("networks", optional: true),
            Invigilated = quiz.Flag("invigilated", false),
            Bank = quiz.Flag("bank", false),
        };
    }

    private static DateTime? Time(YamlMap quiz, string key)
    {
        if (quiz.OptionalText(key) is not { } text) return null;
        if (DateTime.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        quiz.Fault(key, $"\"{text}\" is no time; write it like 2026-03-01 09:00, in the hub's time zone.");
        return null;
    }

    /// <summary>
    /// Too few questions is a fault here, at the author's desk, never at the learner's. Where some are in the hub's bank alone, no file can tell; the import then does.
    /// Too few for one trade is a remark.
    /// </summary>
    private static void CheckDraw(ContentFolder folder, YamlMap quiz, QuizSettings settings)
    {
        if (settings.Bank) return;
        var own = new Faults();
        var bank = QuestionFile.Read(folder, own);
        if (own.Any) return; // reported where questions.yaml is checked
        var trades = ClauseTrades.In(folder);
        var candidates = bank.Select(q => trades.Candidate(q, q.Line)).ToList();
        var isShort = false;
        foreach (var line in settings.Draw)
        {
            var fitting = candidates.Count(c => c.Fits(line));
            if (fitting >= line.Count) continue;
            isShort = true;
            var what = line.Category is null ? "" : $" of the category {line.Category}";
            if (line.Tags.Count > 0) what += $" with the tags {string.Join(", ", line.Tags)}";
            quiz.Fault(quiz.Has("draw") ? "draw" : "questions", $"{line.Count} questions{what} are asked, but the bank has only {fitting}.");
        }
        if (isShort) return;
        if (Lack.Of(settings.Draw, candidates, []).Missing > 0)
            quiz.Fault("draw", "The lines share questions, and together they ask for more than there are.");
    }
}
