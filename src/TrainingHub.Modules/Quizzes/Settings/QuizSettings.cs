using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>How a quiz is taken and marked; kept as JSON in the quiz's version, which an attempt pins. What older JSON does not name has its default.</summary>
/// <param name="PassMark">Percent of the full marks.</param>
/// <param name="TimeLimit">Minutes; 0 is none.</param>
/// <param name="Attempts">0 is as many as wanted.</param>
/// <param name="Wait">Minutes between two attempts.</param>
/// <param name="Grade">highest, latest, first or mean</param>
/// <param name="Behaviour">deferred, immediate, retry or confidence</param>
/// <param name="Shuffle">Of the questions; of the options too unless <see cref="ShuffleOptions"/> says otherwise.</param>
internal sealed record QuizSettings(int Questions, int PassMark, int TimeLimit, int Attempts, int Wait, string Grade, string Behaviour, bool Shuffle, IReadOnlyList<DrawLine> Draw)
{
    public static readonly string[] Grades = ["highest", "latest", "first", "mean"];
    public static readonly string[] Behaviours = ["deferred", "immediate", "retry", "confidence"];
    public static readonly string[] Timeouts = ["submit", "grace", "abandon"];
    public static readonly string[] LateStarts = ["cut", "extend"];
    public static readonly string[] Navigations = ["free", "sequential"];
    public static readonly string[] Layouts = ["one", "all"];

    /// <summary>Civil time in the hub's zone; null is always.</summary>
    public DateTime? Opens { get; init; }

    /// <summary>Civil time in the hub's zone; null is never.</summary>
    public DateTime? Closes { get; init; }

    /// <summary>What happens when the time runs out: submit what was saved, grace in which only submitting is possible, or abandon.</summary>
    public string WhenTimeIsUp { get; init; } = "submit";

    /// <summary>Minutes of grace; counts with <see cref="WhenTimeIsUp"/> = grace.</summary>
    public int Grace { get; init; }

    /// <summary>Where the quiz closes before the time limit would be over: cut the time, or extend it past the closing.</summary>
    public string LateStart { get; init; } = "cut";

    public string Navigation { get; init; } = "free";

    /// <summary>one question a screen, or all on one page</summary>
    public string Layout { get; init; } = "one";

    /// <summary>Null: as <see cref="Shuffle"/>. Options change places only where the question allows it too.</summary>
    public bool? ShuffleOptions { get; init; }

    /// <summary>Percent of a question's marks that each wrong try costs; counts with retry.</summary>
    public int Penalty { get; init; } = 33;

    /// <summary>Null: the behaviour's own matrix.</summary>
    public ReviewMatrix? Review { get; init; }

    /// <summary>May be taken without a connection. Only untimed quizzes with deferred feedback.</summary>
    public bool Offline { get; init; }

    /// <summary>An exam begins, and goes on elsewhere, only with the code that the invigilator has.</summary>
    public bool AccessCode { get; init; }

    /// <summary>The questions are shown only in these; addresses with a prefix. Empty is anywhere.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Somebody watches, and may pause attempts, add time and end them.</summary>
    public bool Invigilated { get; init; }

    /// <summary>Some of the questions are in the hub's bank alone, not in the course's file: only the hub can tell whether there are enough.</summary>
    public bool Bank { get; init; }

    [JsonIgnore]
    public bool MixesOptions => ShuffleOptions ?? Shuffle;

    [JsonIgnore]
    public ReviewMatrix Shows => Review ?? ReviewMatrix.DefaultOf(Behaviour);

    /// <summary>Answers can be checked one by one before submitting.</summary>
    [JsonIgnore]
    public bool Checks => Behaviour is "immediate" or "retry";

    [JsonIgnore]
    public bool IsSequential => Navigation == "sequential";

    public static QuizSettings From(string json) => JsonSerializer.Deserialize<QuizSettings>(json, Json.Plain)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json.Plain);

    /// <summary>What does not go together, with the key (as module.yaml names it) where it is mended.</summary>
    public IEnumerable<(string Key, Problem Problem)> Contradictions()
    {
        if (Closes <= Opens) yield return ("closes", Problem.Because("It must close after it opens."));
        if (WhenTimeIsUp == "grace" && Grace == 0) yield return ("grace", Problem.Because("Say how many minutes of grace there are."));
        if (IsSequential && Layout == "all") yield return ("layout", Problem.Because("Questions in sequence are shown one a screen. Choose free navigation, or one question a screen."));
        if (Offline && (TimeLimit > 0 || Closes is not null)) yield return ("offline", Problem.Because("A quiz with a time limit or a closing time can't be taken offline: the hub's clock must be in reach."));
        if (Offline && (Behaviour is not ("deferred" or "confidence") || IsSequential)) yield return ("offline", Problem.Because("Only a quiz with feedback at the end and free navigation can be taken offline."));
        foreach (var network in Networks)
            if (ExamNetworks.Fault(network) is { } fault) yield return ("networks", fault);
        if (Networks.Count > ExamNetworks.Most) yield return ("networks", Problem.Because("At most {0} networks can be named.", ExamNetworks.Most));
        if (Offline && ExamConditions.Of(this).IsAny) yield return ("offline", Problem.Because("An exam with an access code, allowed networks or an invigilator can't be taken offline."));
        if (Draw.Count > 0 && Draw.Sum(d => d.Count) != Questions) yield return ("draw", Problem.Because("The counts add up to {0}, but one attempt asks {1} questions.", Draw.Sum(d => d.Count), Questions));
    }
}
