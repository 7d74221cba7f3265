using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>
/// Who gets to see the questions of an exam: from an allowed network, with the code, and while it is not paused. Asked at the start, on every other device
/// and whenever questions are shown. Answers do not pass here: what a learner gives is kept wherever it comes from.
/// </summary>
internal sealed class ExamDoor(Db db, ExamVisitor visitor, ExamCodes codes, CodeTries tries, TimeProvider clock)
{
    public static readonly Problem Paused = new("paused", "The exam is paused. Your answers are kept; wait until the invigilator lets it go on.");

    /// <summary>Why an attempt can't be begun or continued from here; null where it can.</summary>
    public async Task<Problem?> Refusal(ExamConditions conditions, long personId, long quizId, long? scheduleId, string? code, CancellationToken ct)
    {
        if (!visitor.IsWithin(conditions.Networks)) return OutsideOf(visitor);
        if (!conditions.AccessCode) return null;
        if (string.IsNullOrWhiteSpace(code)) return new Problem("access-code", "This exam needs an access code. Your invigilator has it.");
        if (!tries.Allows(personId)) return CodeTries.TooMany;
        if (await codes.Current(quizId, scheduleId, ct) is not { } current) return new Problem("access-code", "There is no access code for this exam yet. Ask your invigilator to draw one.");
        return ExamCode.IsSame(current.Code, code) ? null : new Problem("access-code", "This is not the access code. Look at it again; it may have been changed. Nothing was started or lost.");
    }

    /// <summary>Why the questions of an attempt under way are not shown here and now: paused, network, access-code; null where they are.</summary>
    public async Task<string?> Withheld(long attemptId, string state, string? exam, DateTimeOffset? pausedAt, CancellationToken ct)
    {
        if (exam is null || state is "finished" or "abandoned") return null;
        if (pausedAt is not null) return "paused";
        var conditions = ExamConditions.From(exam);
        if (!visitor.IsWithin(conditions.Networks)) return "network";
        return conditions.AccessCode && !await HasEntered(attemptId, ct) ? "access-code" : null;
    }

    public async Task<bool> HasEntered(long attemptId, CancellationToken ct) =>
        visitor.Device is { } device && await db.Scalar<long>("select count(*) from quizzes_exam_entry where attempt_id = @attemptId and device = @device", new { attemptId, device }, ct) > 0;

    /// <summary>Lets this device in. Only inside the transaction that begins or continues the attempt.</summary>
    public Task Enter(long attemptId, CancellationToken ct) =>
        db.Execute("insert into quizzes_exam_entry(attempt_id, device, entered_at) values (@attemptId, @Device, @now) on conflict (attempt_id, device) do nothing",
            new { attemptId, Device = visitor.Remember(), now = clock.GetUtcNow() }, ct);

    private static Problem OutsideOf(ExamVisitor visitor) => new("network",
        "This exam can only be taken in certain networks, and your device ({0}) is in none of them. Join the network your invigilator names, then try again.", $"{visitor.Address}");
}
