using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>The learner continues an attempt on another device, with the access code.</summary>
internal sealed class EnterExam(Db db, ExamDoor door)
{
    private sealed record Row(long QuizId, long? ScheduleId, string State, string? Exam);

    public async Task<Problem?> Handle(long attemptId, long personId, string? code, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var row = await db.Row<Row>("select quiz_id, schedule_id, state, exam from quizzes_attempt where id = @attemptId and person_id = @personId", new { attemptId, personId }, ct);
        if (row is null) return Problem.NotFound("There is no such attempt.");
        if (ExamConditions.From(row.Exam) is { AccessCode: true } conditions && row.State is not ("finished" or "abandoned") && !await door.HasEntered(attemptId, ct))
        {
            if (await door.Refusal(conditions, personId, row.QuizId, row.ScheduleId, code, ct) is { } refusal) return refusal;
            await door.Enter(attemptId, ct);
        }
        await tx.Commit(ct);
        return null;
    }
}
