using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;

namespace TrainingHub.Modules.Quizzes.Settings;

/// <summary>One line of the draw as the form holds it. A line without a count is dropped when saving.</summary>
public sealed class DrawRow
{
    public string? Category { get; set; }

    /// <summary>The category alone, without those below.</summary>
    public bool Only { get; set; }
    public string? Tags { get; set; }
    public int? Count { get; set; }

    internal bool IsEmpty => string.IsNullOrWhiteSpace(Tags) && string.IsNullOrWhiteSpace(Category) && Count is null;
}

/// <summary>What the settings form posts; both ways between it and the settings.</summary>
public sealed class QuizForm
{
    public int? Questions { get; set; }
    public int? PassMark { get; set; }
    public int? TimeLimit { get; set; }
    public int? Attempts { get; set; }
    public int? Wait { get; set; }
    public string Grade { get; set; } = "";
    public string Behaviour { get; set; } = "";
    public int? Penalty { get; set; }
    public bool Shuffle { get; set; }
    public bool ShuffleOptions { get; set; }
    public DateTime? Opens { get; set; }
    public DateTime? Closes { get; set; }
    public string WhenTimeIsUp { get; set; } = "";
    public int? Grace { get; set; }
    public string LateStart { get; set; } = "";
    public string Navigation { get; set; } = "";
    public string Layout { get; set; } = "";
    public bool Offline { get; set; }
    public bool AccessCode { get; set; }

    /// <summary>One in a line.</summary>
    public string? Networks { get; set; }
    public bool Invigilated { get; set; }
    public List<DrawRow> Draw { get; set; } = [];

    /// <summary>"justAfter.marks" for each tick of the review matrix.</summary>
    public List<string> Review { get; set; } = [];

    internal static QuizForm Of(QuizSettings s)
    {
        var form = new QuizForm
        {
            Questions = s.Questions, PassMark = s.PassMark, TimeLimit = s.TimeLimit, Attempts = s.Attempts, Wait = s.Wait, Grade = s.Grade, Behaviour = s.Behaviour, Penalty = s.Penalty,
            Shuffle = s.Shuffle, ShuffleOptions = s.MixesOptions, Opens = s.Opens, Closes = s.Closes, WhenTimeIsUp = s.WhenTimeIsUp, Grace = s.Grace, LateStart = s.LateStart,
            Navigation = s.Navigation, Layout = s.Layout, Offline = s.Offline, AccessCode = s.AccessCode, Networks = string.Join('\n', s.Networks), Invigilated = s.Invigilated,
            Draw = [.. s.Draw.Where(d => d.Tags.Count > 0 || d.Category is not null).Select(d => new DrawRow { Category = d.Category, Only = d is { Category: not null, Subcategories: false }, Tags = TagList.Write(d.Tags), Count = d.Count })],
            Review = [.. ReviewMatrix.Phases.SelectMany(p => ReviewMatrix.NamesOf(s.Shows.In(p.Phase)).Select(a => $"{p.Name}.{a}"))],
        };
        form.AddRow();
        return form;
    }

    /// <summary>One empty line at the end, to be filled.</summary>
    internal void AddRow()
    {
        Draw.RemoveAll(d => d.IsEmpty);
        Draw.Add(new DrawRow());
    }

    internal Outcome<QuizSettings> Read(Localizer t)
    {
        (int? Value, string Label, int Least, int Most)[] numbers =
        [
            (Questions, "Questions in an attempt", 1, 200), (PassMark, "Pass mark", 1, 100), (TimeLimit, "Time limit", 0, 1440), (Attempts, "Attempts", 0, 1000),
            (Wait, "Wait between attempts", 0, 525_600), (Grace, "Minutes of grace", 0, 1440), (Penalty, "Penalty", 0, 100),
        ];
        foreach (var n in numbers)
            if (n.Value is not { } value || value < n.Least || value > n.Most) return Problem.Because("{0}: write a whole number from {1} to {2}.", t[n.Label], n.Least, n.Most);
        var draw = new List<DrawLine>();
        foreach (var row in Draw.Where(d => !d.IsEmpty))
        {
            var (tags, category) = (TagList.Read(row.Tags), CategoryPath.Tidy(row.Category));
            if ((tags.Count == 0 && category is null) || row.Count is not (>= 1 and <= 200)) return Problem.Because("Each line of the draw needs a category or tags, and how many questions, from 1 to 200.");
            draw.Add(new DrawLine(tags, row.Count.Value) { Category = category, Subcategories = category is not null && !row.Only });
        }
        var settings = new QuizSettings(Questions!.Value, PassMark!.Value, TimeLimit!.Value, Attempts!.Value, Wait!.Value,
            Known(Grade, QuizSettings.Grades), Known(Behaviour, QuizSettings.Behaviours), Shuffle, draw.Count > 0 ? draw : [new DrawLine([], Questions.Value)])
        {
            Opens = ToMinute(Opens), Closes = ToMinute(Closes), WhenTimeIsUp = Known(WhenTimeIsUp, QuizSettings.Timeouts), Grace = Grace!.Value, LateStart = Known(LateStart, QuizSettings.LateStarts),
            Navigation = Known(Navigation, QuizSettings.Navigations), Layout = Known(Layout, QuizSettings.Layouts), ShuffleOptions = ShuffleOptions == Shuffle ? null : ShuffleOptions,
            Penalty = Penalty!.Value, Offline = Offline, AccessCode = AccessCode, Invigilated = Invigilated,
            Networks = [.. (Networks ?? "").Split(['\n', '\r', ' ', ',', ';', '，', '；', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()],
        };
        var review = new ReviewMatrix(Ticked("during"), Ticked("justAfter"), Ticked("later"), Ticked("afterClose"));
        return review == settings.Shows ? settings : settings with { Review = review };
    }

    private static DateTime? ToMinute(DateTime? time) => time is { } t ? new DateTime(t.Year, t.Month, t.Day, t.Hour, t.Minute, 0, DateTimeKind.Unspecified) : null;

    /// <summary>The form's lists offer only these; whoever sends something else gets the default.</summary>
    private static string Known(string value, string[] known) => known.Contains(value) ? value : known[0];

    private ReviewAspects Ticked(string phase) =>
        ReviewMatrix.Names.Where(n => Review.Contains($"{phase}.{n.Name}")).Aggregate(ReviewAspects.None, (all, n) => all | n.Aspect);
}
