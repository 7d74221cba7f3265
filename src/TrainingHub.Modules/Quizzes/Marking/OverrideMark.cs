using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;

namespace TrainingHub.Modules.Quizzes.Marking;

/// <param name="Mark">As typed.</param>
/// <param name="Seen">The mark that the page showed, in milli-points: who overrides must know what they change.</param>
internal sealed record NewOverride(long AttemptId, int Slot, string? Mark, long Seen, string? Reason, string? Comment);

/// <summary>
/// Changes the mark of one question of a graded attempt, with a reason. What stood before is kept, the attempt is summed up anew, and what it newly
/// proves counts at once. What it proved before is not taken away: a certificate is ended by those who answer for certificates, never by a mark.
/// </summary>
internal sealed class OverrideMark(Db db, GradeAttempt grade, Audit audit, TimeProvider clock)
{
    public static readonly Problem IsVoid = Problem.Because("This question is void and counts alike for everybody, so no single mark for it can be changed.");

    private sealed record Row(long MaxMark, long? Mark, bool IsVoid);

    public async Task<Problem?> Handle(NewOverride change, long trainerId, CancellationToken ct)
    {
        var reason = change.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > GivenMark.MostCharacters) return Problem.Because("Write why the mark changes, in at most {0} characters.", GivenMark.MostCharacters);
        if (change.Comment?.Length > GivenMark.MostCharacters) return Problem.Because("The comment may have at most {0} characters.", GivenMark.MostCharacters);
        await using var tx = await db.Begin(ct);
        await db.Scalar<long?>($"select id from quizzes_attempt where id = @AttemptId {db.Dialect.ForUpdate}", new { change.AttemptId }, ct);
        var row = await db.Row<Row>(
            $"""
            select v.max_mark, s.mark, case when q.voided_at is null then false else true end as is_void
            from quizzes_attempt a join quizzes_slot s on s.attempt_id = a.id and s.slot = @Slot join quizzes_question_version q on q.id = s.question_version_id
            join quizzes_question_version v on v.id = {MarkingVersion.Id} join v_people_person p on p.id = a.person_id
            where a.id = @AttemptId and a.graded_at is not null and a.is_practice = false and a.person_id <> @viewer and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """, new { change.AttemptId, change.Slot, viewer = trainerId, permission = QuizzesPermissions.Mark }, ct);
        if (row is { IsVoid: true }) return IsVoid;
        if (row?.Mark is not { } before) return Problem.NotFound("There is no such mark to change.");
        if (before != change.Seen) return Problem.Conflict("The mark changed meanwhile: it is {0} now. Look at it and decide again.", QuizGrade.Marks(before));
        var mark = GivenMark.Of(change.Mark, row.MaxMark);
        if (mark.Problem is not null) return mark.Problem;
        if (mark.Value == before) return Problem.Because("That is the mark it has already.");
        var id = await db.Insert(
            """
            insert into quizzes_mark_history(attempt_id, slot, before, after, kind, reason, actor_id, at, comment)
            values (@AttemptId, @Slot, @before, @Value, 'overridden', @reason, @trainerId, @now, @comment) returning id
            """,
            new { change.AttemptId, change.Slot, before, mark.Value, reason, trainerId, now = clock.GetUtcNow(), comment = string.IsNullOrWhiteSpace(change.Comment) ? null : change.Comment.ReplaceLineEndings("\n").Trim() }, ct);
        await db.Execute("update quizzes_slot set mark = @Value, marking_id = @id where attempt_id = @AttemptId and slot = @Slot", new { mark.Value, id, change.AttemptId, change.Slot }, ct);
        await audit.Write("quizzes.mark-overridden", $"attempt:{change.AttemptId}", new { change.Slot, before, after = mark.Value, reason }, ct);
        await grade.Again(change.AttemptId, ct);
        await tx.Commit(ct);
        return null;
    }
}
