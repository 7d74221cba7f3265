using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>Puts a new question into the bank alone: of a course, or the shared one.</summary>
internal sealed class AddQuestion(Db db, AddVersion versions, Audit audit, TimeProvider clock)
{
    /// <param name="courseId">0: the shared bank.</param>
    public async Task<Outcome<long>> Handle(long courseId, QuestionDraft question, CancellationToken ct)
    {
        if (QuestionCheck.Of(question, before: null) is { } fault) return fault;
        await using var tx = await db.Begin(ct);
        var id = await db.Insert("insert into quizzes_question(course_id, slug, origin, category, created_at) values (@courseId, @Slug, 'bank', @Category, @Now) returning id",
            new { courseId, question.Slug, question.Category, Now = clock.GetUtcNow() }, ct);
        await versions.Handle(id, question, ct);
        await audit.Write("quizzes.question-added", $"question:{id}", null, ct);
        await tx.Commit(ct);
        return id;
    }
}
