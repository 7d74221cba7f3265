using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>
/// Marks a sealed attempt by the question versions it pinned, and tells; evidence, completion and certificate follow in the same transaction.
/// Where an answer needs a trainer, it waits for the last mark and is called again with it.
/// </summary>
internal sealed class GradeAttempt(Db db, Events events, TimeProvider clock)
{
    private sealed record Row(long PersonId, long QuizId, string Slug, long MaxMark, string Settings, DateTimeOffset SubmittedAt);

    private sealed record Slot(int Number, string Kind, bool MustPass, long MaxMark, string Body, string? Answer, int? Certainty, int WrongTries, long? Marked);

    /// <summary>True where this call graded it.</summary>
    public Task<bool> Handle(long attemptId, CancellationToken ct) => Grade(attemptId, "graded_at is null", ct);

    /// <summary>Sums a graded attempt up anew after one of its marks changed, and tells it again: what counts is counted once, by the attempt's number.</summary>
    public Task Again(long attemptId, CancellationToken ct) => Grade(attemptId, "graded_at is not null", ct);

    private async Task<bool> Grade(long attemptId, string when, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var due = await db.Scalar<long?>($"select id from quizzes_attempt where id = @attemptId and state = 'finished' and {when} {db.Dialect.ForUpdate}", new { attemptId }, ct);
        if (due is null)
        {
            await tx.Commit(ct);
            return false;
        }
        var attempt = (await db.Row<Row>(
            """
            select a.person_id, a.quiz_id, q.slug, a.max_mark, v.settings, a.submitted_at
            from quizzes_attempt a join quizzes_quiz q on q.id = a.quiz_id join quizzes_quiz_version v on v.id = a.quiz_version_id
            where a.id = @attemptId
            """, new { attemptId }, ct))!;
        var slots = await db.Rows<Slot>(
            """
            select s.slot as number, v.kind, v.must_pass, v.max_mark, v.body, n.answer, n.certainty,
                   (select count(*) from quizzes_check c where c.attempt_id = s.attempt_id and c.slot = s.slot and c.answer_id <> s.answer_id and c.mark < v.max_mark) as wrong_tries, case when s.marking_id is null then null else s.mark end as marked
            from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id left join quizzes_answer n on n.id = s.answer_id
            where s.attempt_id = @attemptId order by s.slot
            """, new { attemptId }, ct);
        var settings = QuizSettings.From(attempt.Settings);
        var (total, score) = (0L, 0L);
        var (isFailed, isOpen) = (false, false);
        foreach (var slot in slots)
        {
            JsonElement? answer = slot.Answer is null ? null : JsonSerializer.Deserialize<JsonElement>(slot.Answer);
            var kind = QuestionKinds.Find(slot.Kind);
            var own = slot.Marked ?? kind.Grade(QuestionBody.From(slot.Body).Content, answer, slot.MaxMark);
            var mark = slot.Marked ?? Marks.Of(settings, own, slot.MaxMark, slot.WrongTries);
            isOpen |= mark is null;
            total += mark ?? 0;
            score += Marks.ByCertainty(own ?? 0, slot.MaxMark, answer is { } given && kind.IsAnswered(given), slot.Certainty);
            // The answer that stands decides, whatever the tries before it cost.
            isFailed |= slot.MustPass && own < slot.MaxMark;
            await db.Execute("update quizzes_slot set mark = @mark where attempt_id = @attemptId and slot = @Number", new { mark, attemptId, slot.Number }, ct);
        }
        if (isOpen)
        {
            await db.Execute("update quizzes_attempt set marking_since = coalesce(marking_since, @now) where id = @attemptId", new { now = clock.GetUtcNow(), attemptId }, ct);
            await tx.Commit(ct);
            return false;
        }
        long? certaintyScore = settings.Behaviour == "confidence" ? score : null;
        var passed = !isFailed && QuizGrade.Reaches(total, attempt.MaxMark, settings.PassMark) && Marks.IsTrustworthy(certaintyScore);
        await db.Execute("update quizzes_attempt set mark = @total, certainty_score = @certaintyScore, passed = @passed, graded_at = coalesce(graded_at, @now) where id = @attemptId", new { total, certaintyScore, passed, now = clock.GetUtcNow(), attemptId }, ct);
        await events.Tell(new AttemptGraded(attemptId, attempt.PersonId, attempt.QuizId, attempt.Slug, total, attempt.MaxMark, passed, attempt.SubmittedAt), ct);
        await tx.Commit(ct);
        return true;
    }
}
