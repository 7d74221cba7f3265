using System.Text.Json;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>So many questions that carry all these tags.</summary>
internal sealed record DrawLine(IReadOnlyList<string> Tags, int Count);

/// <param name="PassMark">Percent of the full marks.</param>
/// <param name="TimeLimit">Minutes; 0 is none.</param>
/// <param name="Attempts">0 is as many as wanted.</param>
/// <param name="Wait">Minutes between two attempts.</param>
/// <param name="Grade">highest, latest, first or mean</param>
/// <param name="Behaviour">deferred or immediate</param>
internal sealed record QuizSettings(int Questions, int PassMark, int TimeLimit, int Attempts, int Wait, string Grade, string Behaviour, bool Shuffle, IReadOnlyList<DrawLine> Draw)
{
    public static QuizSettings From(string json) => JsonSerializer.Deserialize<QuizSettings>(json, Json.Plain)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json.Plain);
}

/// <summary>The quiz as module.yaml describes it.</summary>
internal sealed record QuizDraft(LocalText Title, QuizSettings Settings)
{
    /// <summary>Reads module.yaml's `quiz:`; null where the course has none. The rest of the file is read by its owner, Courses.</summary>
    public static QuizDraft? Read(ContentFolder folder, Faults faults)
    {
        const string file = "module.yaml";
        var before = faults.All.Count;
        // Faults outside the quiz block are its owner's to report, once.
        if (folder.Text(file) is not { } text || YamlMap.Parse($"{folder.Slug}/{file}", text, new Faults()) is not { } silent || !silent.Has("quiz")) return null;
        var title = silent.Local("title");
        if (YamlMap.Parse($"{folder.Slug}/{file}", text, faults)!.OptionalMap("quiz") is not { } quiz) return null;

        var questions = quiz.Number("questions", null, 1, 200);
        var draw = new List<DrawLine>();
        foreach (var map in quiz.Maps("draw", optional: true))
        {
            var tags = map.Texts("tags");
            if (map.Has("tags") && tags.Count == 0) map.Fault("tags", "Name at least one tag.");
            draw.Add(new DrawLine(tags, map.Number("count", null, 1, 200)));
            map.Done();
        }
        if (draw.Count > 0 && draw.Sum(d => d.Count) != questions) quiz.Fault("draw", $"The counts add up to {draw.Sum(d => d.Count)}, but one attempt asks {questions} questions.");
        var settings = new QuizSettings(
            questions,
            quiz.Number("passMark", null, 1, 100),
            quiz.Number("timeLimit", 0, 0, 1440),
            quiz.Number("attempts", 0, 0, 1000),
            quiz.Number("wait", 0, 0, 525_600),
            quiz.Choice("grade", "highest", "highest", "latest", "first", "mean"),
            quiz.Choice("behaviour", "deferred", "deferred", "immediate"),
            quiz.Flag("shuffle", true),
            draw.Count > 0 ? draw : [new DrawLine([], questions)]);
        // The name is reserved in the format; taking it and then giving feedback at the end only would deceive the author.
        if (settings.Behaviour == "immediate") quiz.Fault("behaviour", "\"immediate\", feedback after each question, can't be played yet; use deferred.");
        quiz.Done();
        if (faults.All.Count == before) CheckDraw(folder, quiz, settings);
        return new QuizDraft(title, settings);
    }

    /// <summary>Too few questions is a fault here, at the author's desk, never at the learner's.</summary>
    private static void CheckDraw(ContentFolder folder, YamlMap quiz, QuizSettings settings)
    {
        var own = new Faults();
        var bank = QuestionFile.Read(folder, own);
        if (own.Any) return; // reported where questions.yaml is checked
        var candidates = bank.Select(q => new DrawCandidate(q.Line, q.Tags)).ToList();
        var isShort = false;
        foreach (var line in settings.Draw)
        {
            var fitting = candidates.Count(c => c.Fits(line));
            if (fitting >= line.Count) continue;
            isShort = true;
            quiz.Fault(quiz.Has("draw") ? "draw" : "questions", line.Tags.Count == 0
                ? $"{line.Count} questions are asked, but the bank has only {fitting}."
                : $"{line.Count} questions with the tags {string.Join(", ", line.Tags)} are asked, but the bank has only {fitting}.");
        }
        if (!isShort && QuestionDraw.Pick(settings.Draw, candidates).Count < settings.Questions)
            quiz.Fault("draw", "The lines share questions, and together they ask for more than there are.");
    }
}
