using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;

namespace TrainingHub.Modules.Quizzes.Marking;

/// <param name="Points">By criterion, where the rubric has criteria.</param>
/// <param name="Mark">As typed, where it has none.</param>
internal sealed record NewMark(long AttemptId, int Slot, IReadOnlyDictionary<string, int> Points, string? Mark, string? Comment);

/// <summary>
/// A trainer marks an open answer of somebody in their scope. With the last one the attempt is graded, in the same transaction: evidence and
/// certificate come true together with the mark.
/// </summary>
internal sealed class MarkAnswer(Db db, GradeAttempt grade, Audit audit, TimeProvider clock)
{
    private sealed record Row(string Kind, string Body, long MaxMark, bool IsOpen);

    public async Task<Problem?> Handle(NewMark mark, long trainerId, CancellationToken ct)
    {
        if (mark.Comment?.Length > GivenMark.MostCharacters) return Problem.Because("The comment may have at most {0} characters.", GivenMark.MostCharacters);
        await using var tx = await db.Begin(ct);
        await db.Scalar<long?>($"select id from quizzes_attempt where id = @AttemptId {db.Dialect.ForUpdate}", new { mark.AttemptId }, ct);
        var row = await db.Row<Row>(
            $"""
            select v.kind, v.body, v.max_mark, case when a.graded_at is null and a.marking_since is not null and s.mark is null and q.voided_at is null then true else false end as is_open
            from quizzes_attempt a join quizzes_slot s on s.attempt_id = a.id and s.slot = @Slot join quizzes_question_version q on q.id = s.question_version_id
            join quizzes_question_version v on v.id = {MarkingVersion.Id} join v_people_person p on p.id = a.person_id
            where a.id = @AttemptId and a.person_id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { mark.AttemptId, mark.Slot, viewer = trainerId, permission = QuizzesPermissions.Mark }, ct);
        if (row is null || QuestionKinds.Find(row.Kind) is not IMarkedKind kind) return Problem.NotFound("There is no such answer to mark.");
        if (!row.IsOpen) return Problem.Conflict("Somebody marked this answer meanwhile. Go on with the next one.");
        var given = GivenMark.Of(kind.RubricOf(QuestionBody.From(row.Body).Content), row.MaxMark, mark.Points, mark.Mark);
        if (given.Problem is not null) return given.Problem;
        var id = await db.Insert(
            """
            insert into quizzes_mark_history(attempt_id, slot, before, after, kind, reason, actor_id, at, points, comment)
            values (@AttemptId, @Slot, null, @Value, 'marked', '', @trainerId, @now, @points, @comment) returning id
            """,
            new
            {
                mark.AttemptId, mark.Slot, given.Value, trainerId, now = clock.GetUtcNow(), points = mark.Points.Count == 0 ? null : JsonSerializer.Serialize(mark.Points, Json.Plain),
                comment = string.IsNullOrWhiteSpace(mark.Comment) ? null : mark.Comment.ReplaceLineEndings("\n").Trim(),
            }, ct);
        await db.Execute("update quizzes_slot set mark = @Value, marking_id = @id where attempt_id = @AttemptId and slot = @Slot", new { given.Value, id, mark.AttemptId, mark.Slot }, ct);
        await audit.Write("quizzes.answer-marked", $"attempt:{mark.AttemptId}", new { mark.Slot, mark = given.Value }, ct);
        await grade.Handle(mark.AttemptId, ct);
        await tx.Commit(ct);
        return null;
    }
}
