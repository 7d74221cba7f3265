using Microsoft.AspNetCore.Http;

namespace TrainingHub.Modules.FloorChecks.Filling;

/// <summary>A sheet as a form shows it, with what was chosen and typed so far.</summary>
/// <param name="Verdict">What would be handed in; null before somebody looked.</param>
/// <param name="Reason">Of a correction; null where there is none to give.</param>
internal sealed record CheckFields(CheckSheet Sheet, FilledSheet Filled, Verdict? Verdict, bool IsCorrection, string? Reason)
{
    public CheckAnswer Answer(CheckPoint point) => Filled.Answers.FirstOrDefault(a => a.Code == point.Code) ?? new CheckAnswer(point.Code, null, null);

    /// <summary>What the form was told when it showed its verdict: what is handed in must be the same.</summary>
    public string? Seen => Verdict is { } v ? $"{v.Points}/{v.Of}" : null;

    public static FilledSheet Read(IFormCollection form, CheckSheet sheet) => new(
        form["Form"], [.. sheet.Points.Select(p => new CheckAnswer(p.Code, form[$"a-{p.Code}"].ToString() is { Length: > 0 } chosen ? chosen : null, form[$"n-{p.Code}"].ToString() is { Length: > 0 } note ? note : null))], form["Note"]);
}
