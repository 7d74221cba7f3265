using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <param name="Read">Turns what was sent into the kind's answer, given the kind and the question as this attempt asks it.</param>
/// <param name="Device">Breaks the tie between equal sequences.</param>
/// <param name="ClaimedAt">By the device's own clock; kept, never trusted.</param>
/// <param name="Certainty">How sure the learner is, 1 to 3; counts where the quiz is marked by confidence.</param>
internal sealed record NewAnswer(long AttemptId, long PersonId, int Slot, long Sequence, string Device, Func<IQuestionKind, QuestionPaper, Outcome<JsonElement>> Read, string Language, DateTimeOffset? ClaimedAt, int? Certainty = null);

/// <summary>
/// Keeps one answer. Append-only and idempotent by (attempt, slot, sequence, device); per slot the greatest (sequence, device) counts.
/// What comes out of order is kept as stale, what comes after the end as late, what comes while an exam is paused as paused, what comes for a question
/// that was checked or left for good as locked: nothing a learner sent is thrown away.
/// </summary>
internal sealed class SaveAnswer(Db db, ExamVisitor visitor, ExamWatch watch, TimeProvider clock)
{
    public const long LargestSequence = 1_000_000_000_000_000;

    /// <summary>More than anybody changes their mind; a program gone wild would else fill the disk. What was saved last counts on.</summary>
    public const int MostPerQuestion = 2000;

    private sealed record Row(long QuizId, string State, DateTimeOffset? DeadlineAt, DateTimeOffset? PausedAt, string? Exam, int? Position, DateTimeOffset? LockedAt, string OptionOrder, string Kind, string Body,
        long? AnswerId, long? Sequence, string? Device, string? Answer, int? Certainty, string? SameAnswer, int? SameCertainty, string? SameOutcome, int Kept);

    public async Task<Outcome<AnswerReceipt>> Handle(NewAnswer sent, CancellationToken ct)
    {
        if (sent.Sequence is < 1 or > LargestSequence) return Problem.Because("The sequence number must be from 1 to {0}.", LargestSequence);
        if (sent.Device.Length is 0 or > 64) return Problem.Because("The device's name must have from 1 to 64 characters.");
        if (sent.Certainty is < 1 or > 3) return Problem.Because("The certainty is 1, 2 or 3.");
        await using var tx = await db.Begin(ct);
        // The attempt's row is locked, so that an answer and the submission come one after the other.
        var owned = await db.Scalar<long?>($"select id from quizzes_attempt where id = @AttemptId and person_id = @PersonId {db.Dialect.ForUpdate}", new { sent.AttemptId, sent.PersonId }, ct);
        if (owned is null) return Problem.NotFound("There is no such attempt.");
        var row = await db.Row<Row>(
            """
            select a.quiz_id, a.state, a.deadline_at, a.paused_at, a.exam, a.position, s.locked_at, s.option_order, v.kind, v.body, s.answer_id, n.sequence, n.device, n.answer, n.certainty,
                   k.answer as same_answer, k.certainty as same_certainty, k.outcome as same_outcome,
                   (select count(*) from quizzes_answer o where o.attempt_id = a.id and o.slot = s.slot) as kept
            from quizzes_attempt a
            join quizzes_slot s on s.attempt_id = a.id and s.slot = @Slot
            join quizzes_question_version v on v.id = s.question_version_id
            left join quizzes_answer n on n.id = s.answer_id
            left join quizzes_answer k on k.attempt_id = a.id and k.slot = s.slot and k.sequence = @Sequence and k.device = @Device
            where a.id = @AttemptId
            """, new { sent.AttemptId, sent.Slot, sent.Sequence, sent.Device }, ct);
        if (row is null) return Problem.NotFound("This attempt has no question {0}.", sent.Slot);
        if (sent.Slot > row.Position) return Problem.Because("Question {0} comes later. Answer question {1} first, then go on.", sent.Slot, row.Position);
        var read = sent.Read(QuestionKinds.Find(row.Kind), QuestionPaper.Of(QuestionBody.From(row.Body).Content, row.OptionOrder));
        if (read.Problem is not null) return read.Problem;
        if (QuestionKinds.Find(row.Kind) is IUploadingKind uploading && uploading.UploadOf(read.Value) is { } upload
            && await db.Scalar<long>("select count(*) from quizzes_photo where key = @upload and attempt_id = @AttemptId and slot = @Slot", new { upload, sent.AttemptId, sent.Slot }, ct) == 0)
            return Problem.Because("There is no such photo. Upload it again.");
        var answer = JsonSerializer.Serialize(read.Value, Json.Plain);

        if (row.SameOutcome is not null)
        {
            await tx.Commit(ct);
            return row.SameAnswer == answer && row.SameCertainty == sent.Certainty
                ? Receipt(row.SameOutcome)
                : Problem.Conflict("Sequence {0} of question {1} was already used for another answer; send the next number.", sent.Sequence, sent.Slot);
        }
        if (row.Kept >= MostPerQuestion) return Problem.Because("Question {0} was answered {1} times, and no more answers to it can be kept. The last one that was saved counts.", sent.Slot, MostPerQuestion);
        var now = clock.GetUtcNow();
        var isOpen = row.State == "in-progress" && (row.PausedAt is not null || row.DeadlineAt is null || now < row.DeadlineAt);
        var isLocked = row.LockedAt is not null || sent.Slot < row.Position;
        var isNewer = row.AnswerId is null || sent.Sequence > row.Sequence || (sent.Sequence == row.Sequence && string.CompareOrdinal(sent.Device, row.Device) > 0);
        var outcome = !isOpen ? "late" : row.PausedAt is not null ? "paused" : isLocked ? "locked" : isNewer ? "counted" : "stale";
        bool? isOutside = row.Exam is null || visitor.IsWithin(ExamConditions.From(row.Exam).Networks) ? null : true;
        var id = await db.Insert(
            """
            insert into quizzes_answer(attempt_id, slot, sequence, device, answer, language, claimed_at, received_at, outcome, certainty, is_outside)
            values (@AttemptId, @Slot, @Sequence, @Device, @answer, @Language, @ClaimedAt, @now, @outcome, @Certainty, @isOutside) returning id
            """, new { sent.AttemptId, sent.Slot, sent.Sequence, sent.Device, answer, sent.Language, sent.ClaimedAt, now, outcome, sent.Certainty, isOutside }, ct);
        if (outcome == "counted") await db.Execute("update quizzes_slot set answer_id = @id where attempt_id = @AttemptId and slot = @Slot", new { id, sent.AttemptId, sent.Slot }, ct);
        if (row.Exam is not null) tx.AfterCommit(() => watch.Changed(row.QuizId));
        await tx.Commit(ct);
        return outcome == "counted" ? new AnswerReceipt(sent.Slot, outcome, sent.Sequence, read.Value, sent.Certainty) : Receipt(outcome);

        AnswerReceipt Receipt(string what) => new(sent.Slot, what, row.Sequence ?? 0, row.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Answer), row.Certainty);
    }
}
