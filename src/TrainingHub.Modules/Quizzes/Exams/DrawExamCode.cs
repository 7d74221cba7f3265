using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>Draws a new access code; from then on the former one opens nothing. Whoever is in stays in.</summary>
internal sealed class DrawExamCode(Db db, Entropy entropy, Audit audit, Actor actor, ExamWatch watch, TimeProvider clock)
{
    public static readonly Problem OutOfReach = Problem.Because("This code opens the exam for people outside your charge too. Only somebody responsible for all of them, or who planned it, can draw one.");

    public async Task<Problem?> Handle(Exam exam, CancellationToken ct)
    {
        if (!exam.MayDrawCode) return OutOfReach;
        await using var tx = await db.Begin(ct);
        await db.Execute("insert into quizzes_exam_code(quiz_id, schedule_id, code, drawn_by, drawn_at) values (@QuizId, @ScheduleId, @Code, @By, @now)",
            new { exam.QuizId, exam.ScheduleId, Code = ExamCode.Draw(entropy), By = actor.Id, now = clock.GetUtcNow() }, ct);
        // Without the code: the audit is read by more people than may start an exam.
        await audit.Write("quizzes.exam-code-drawn", exam.ScheduleId is { } schedule ? $"schedule:{schedule}" : $"quiz:{exam.QuizId}", null, ct);
        tx.AfterCommit(() => watch.Changed(exam.QuizId));
        await tx.Commit(ct);
        return null;
    }
}
