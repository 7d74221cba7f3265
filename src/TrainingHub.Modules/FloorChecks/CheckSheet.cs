using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.FloorChecks;

/// <summary>What is answered: an item, or of a scored list a part of its scale.</summary>
/// <param name="Levels">What each level from 0 on means; of a list that is not scored none.</param>
/// <param name="Evidence">Of a part of the scale what to look at.</param>
internal sealed record CheckPoint(string Code, LocalText Text, IReadOnlyList<LocalText> Levels, IReadOnlyList<LocalText> Evidence)
{
    public const string Ok = "ok", NotOk = "not-ok", NotApplicable = "na";

    public IEnumerable<string> Outcomes => Levels.Count == 0 ? [Ok, NotOk, NotApplicable] : [.. Enumerable.Range(0, Levels.Count).Select(i => $"{i}"), NotApplicable];

    public int Most => Levels.Count == 0 ? 1 : Levels.Count - 1;
}

/// <summary>A checklist of one version of a course, ready to be filled in.</summary>
/// <param name="ListId">Of the version.</param>
/// <param name="Pass">Which share of the points passes it, in percent of what applies.</param>
internal sealed record CheckSheet(long ListId, string Course, string Code, int Version, LocalText Title, int Pass, IReadOnlyList<CheckPoint> Points)
{
    public string Key => $"{Course}/{Code}";
}

/// <param name="Outcome">Null where nothing was chosen yet.</param>
internal sealed record CheckAnswer(string Code, string? Outcome, string? Note);

/// <param name="Of">The points of what applies.</param>
internal sealed record Verdict(int Points, int Of, bool Passed)
{
    /// <summary>Of answers that were all given; null where nothing of the list applies.</summary>
    public static Verdict? From(CheckSheet sheet, IReadOnlyList<CheckAnswer> answers)
    {
        var (points, of) = (0, 0);
        foreach (var (point, answer) in sheet.Points.Zip(answers))
        {
            if (answer.Outcome == CheckPoint.NotApplicable) continue;
            of += point.Most;
            points += point.Levels.Count == 0 ? answer.Outcome == CheckPoint.Ok ? 1 : 0 : int.Parse(answer.Outcome!, System.Globalization.CultureInfo.InvariantCulture);
        }
        return of == 0 ? null : new Verdict(points, of, points * 100 >= sheet.Pass * of);
    }
}
