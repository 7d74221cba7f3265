using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>
/// /studio/exams/{quiz} and /studio/exams/{quiz}/{schedule}: who is in, who is awaited, the access code; pause, go on, add time, end. exam.js keeps the list
/// fresh by <see cref="ExamEvents"/>; without it one loads the page again.
/// </summary>
[Requires(QuizzesPermissions.Invigilate)]
internal sealed class ExamPageModel(FindExam find, ReadExamBoard read, ExamCodes codes, DrawExamCode draw, PauseExam pause, ResumeExam resume, AddExamTime add, EndExamAttempt end, HubSettings settings) : HubPage
{
    public Exam Exam { get; private set; } = null!;
    public ExamBoard Board { get; private set; } = null!;
    public ExamCodes.Row? Code { get; private set; }

    /// <summary>What was typed, where it was refused: for whom (null: all), why, how many minutes.</summary>
    public (long? Attempt, string Reason, string Minutes) Typed { get; private set; } = (null, "", "");
    public TimeZoneInfo Zone => settings.TimeZone;

    /// <summary>The time of day to the second; who is in, is in today.</summary>
    public string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm:ss", T.Culture);

    public async Task<IActionResult> OnGetAsync(string slug, long? schedule, CancellationToken ct) => await Load(slug, schedule, ct) ? Page() : NotFound();

    /// <summary>The list alone, for exam.js.</summary>
    public async Task<IActionResult> OnGetBoardAsync(string slug, long? schedule, CancellationToken ct) => await Load(slug, schedule, ct) ? Partial("/Quizzes/Exams/ExamBoard.cshtml", this) : NotFound();

    public async Task<IActionResult> OnPostCodeAsync(string slug, long? schedule, CancellationToken ct)
    {
        if (!await Load(slug, schedule, ct)) return NotFound();
        return await draw.Handle(Exam, ct) is { } problem ? Refuse(problem) : Done(Exam.Url, "The access code is new. Whoever is in stays in.");
    }

    public Task<IActionResult> OnPostPauseAsync(string slug, long? schedule, long? attempt, string? reason, CancellationToken ct) =>
        Act(slug, schedule, attempt, reason, "", target => pause.Handle(target, reason ?? "", ct), "Paused: {0}.", ct);

    public Task<IActionResult> OnPostResumeAsync(string slug, long? schedule, long? attempt, string? reason, CancellationToken ct) =>
        Act(slug, schedule, attempt, reason, "", target => resume.Handle(target, reason?.Trim() ?? "", ct), "Going on: {0}. The time it stood still was added.", ct);

    public Task<IActionResult> OnPostTimeAsync(string slug, long? schedule, long? attempt, string? reason, string? minutes, CancellationToken ct)
    {
        var number = int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        return Act(slug, schedule, attempt, reason, minutes, target => add.Handle(target, number, reason ?? "", ct), "Time was added for {0}.", ct);
    }

    public Task<IActionResult> OnPostEndAsync(string slug, long? schedule, long? attempt, string? reason, CancellationToken ct) =>
        Act(slug, schedule, attempt, reason, "", async target => await end.Handle(target, reason ?? "", ct) is { } problem ? problem : 1, "The attempt was ended; what was saved is submitted.", ct);

    private async Task<IActionResult> Act(string slug, long? schedule, long? attempt, string? reason, string? minutes, Func<ExamTarget, Task<Outcome<int>>> act, string done, CancellationToken ct)
    {
        if (!await Load(slug, schedule, ct)) return NotFound();
        Typed = (attempt, reason ?? "", minutes ?? "");
        var outcome = await act(new ExamTarget(Exam.QuizId, Exam.ScheduleId, attempt));
        if (outcome.Problem is null) return Done(Exam.Url, done, outcome.Value);
        return outcome.Problem.Code == "not-found" ? NotFound() : Refuse(outcome.Problem);
    }

    private async Task<bool> Load(string slug, long? schedule, CancellationToken ct)
    {
        if (await find.Handle(slug, schedule, ct) is not { } exam) return false;
        Exam = exam;
        Board = await read.Handle(exam, ct);
        if (exam.Conditions.AccessCode) Code = await codes.Current(exam.QuizId, exam.ScheduleId, ct);
        return true;
    }
}
