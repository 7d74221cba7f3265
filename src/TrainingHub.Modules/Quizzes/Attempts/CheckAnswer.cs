using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// The learner has one answer checked before submitting. With immediate feedback it stands from then on; with retry it stands once it is wholly right,
/// and each checked answer that was not costs the penalty. Checking the same answer again changes nothing.
/// </summary>
internal sealed class CheckAnswer(Db db, Reveals reveals, TimeProvider clock)
{
    private sealed record Row(string State, DateTimeOffset? DeadlineAt, DateTimeOffset? PausedAt, int? Position, string Settings, string Kind, string Body, long MaxMark, long? AnswerId, long? Sequence, string? Answer, DateTimeOffset? LockedAt);

    /// <param name="sequence">Of the answer the learner looks at; a later one that came from elsewhere is not checked unseen.</param>
    public async Task<Problem?> Handle(long attemptId, long personId, int slot, long sequence, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var owned = await db.Scalar<long?>($"select id from quizzes_attempt where id = @attemptId and person_id = @personId {db.Dialect.ForUpdate}", new { attemptId, personId }, ct);
        if (owned is null) return Problem.NotFound("There is no such attempt.");
        var row = await db.Row<Row>(
            $"""
            select a.state, a.deadline_at, a.paused_at, a.position, q.settings, v.kind, v.body, v.max_mark, s.answer_id, n.sequence, n.answer, s.locked_at
            from quizzes_attempt a join quizzes_quiz_version q on q.id = a.quiz_version_id
            join quizzes_slot s on s.attempt_id = a.id and s.slot = @slot join quizzes_question_version v on v.id = {MarkingVersion.Id}
            left join quizzes_answer n on n.id = s.answer_id
            where a.id = @attemptId
            """, new { attemptId, slot }, ct);
        if (row is null) return Problem.NotFound("This attempt has no question {0}.", slot);
        var settings = QuizSettings.From(row.Settings);
        var now = clock.GetUtcNow();
        if (!settings.Checks) return Problem.Because("The answers of this quiz are checked when it is submitted.");
        if (row.PausedAt is not null) return ExamDoor.Paused;
        if (row.State != "in-progress" || now >= row.DeadlineAt) return Problem.Because("The time is up. Submit to see the result.");
        if (row.LockedAt is not null) return null;
        if (!(await reveals.Of(attemptId, ct)).OffersChecks(settings)) return Problem.Because("Answers are not checked in this attempt before it is submitted; others may be sitting next to you.");
        if (row.Position is { } position && slot != position) return Problem.Because("Question {0} is not the one you are at.", slot);
        if (row.Sequence is { } arrived && arrived != sequence)
            return arrived < sequence ? Problem.Conflict("The latest answers to these questions have not arrived yet: {0}. Send them, then submit again.", slot) : Problem.Conflict("Another window answered this question later. Look at its answer first.");
        var kind = QuestionKinds.Find(row.Kind);
        JsonElement? answer = row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer);
        if (answer is not { } given || !kind.IsAnswered(given)) return Problem.Because("Answer the question first, then check it.");
        if (kind.Grade(QuestionBody.From(row.Body).Content, given, row.MaxMark) is not { } mark) return Problem.Because("A trainer marks this question; it can't be checked now.");
        await db.Execute(
            """
            insert into quizzes_check(attempt_id, slot, answer_id, mark, checked_at) values (@attemptId, @slot, @AnswerId, @mark, @now)
            on conflict (attempt_id, slot, answer_id) do nothing
            """, new { attemptId, slot, row.AnswerId, mark, now }, ct);
        if (settings.Behaviour == "immediate" || mark == row.MaxMark)
            await db.Execute("update quizzes_slot set locked_at = @now where attempt_id = @attemptId and slot = @slot", new { now, attemptId, slot }, ct);
        await tx.Commit(ct);
        return null;
    }
}
