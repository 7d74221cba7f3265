using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>Moves questions from the shared bank into a course's; one that the course has already, by its id, stays.</summary>
internal sealed class MoveQuestions(Db db, Audit audit)
{
    private sealed record Course(long Id, string Slug);

    /// <returns>How many moved.</returns>
    public async Task<Outcome<int>> Handle(IReadOnlyCollection<long> questions, string? course, CancellationToken ct)
    {
        if (questions.Count == 0) return Problem.Because("Choose at least one question.");
        if (questions.Count > 500) return Problem.Because("Choose at most {0} questions at once.", 500);
        var ids = questions.ToArray();
        await using var tx = await db.Begin(ct);
        if (await db.Row<Course>("select id, slug from v_course where slug = @course", new { course }, ct) is not { } target) return Problem.NotFound("There is no such course.");
        var moved = await db.Rows<long>(
            $"""
            update quizzes_question set course_id = @Id where course_id = 0 and {db.Dialect.In("id", "ids")}
                and not exists (select 1 from quizzes_question o where o.course_id = @Id and o.slug = quizzes_question.slug)
            returning id
            """, new { target.Id, ids }, ct);
        await audit.Write("quizzes.questions-moved", $"course:{target.Id}", new { questions = moved }, ct);
        await tx.Commit(ct);
        return moved.Count;
    }
}
