using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>A row of quizzes_proposal.</summary>
/// <param name="State">waiting, accepted, returned or withdrawn</param>
internal sealed record Proposal(long Id, long? QuestionId, long CourseId, long? BasedOnId, string Question, string Note, string State, long? EarlierId, long ProposedBy, DateTimeOffset ProposedAt,
    long? DecidedBy, DateTimeOffset? DecidedAt, string? Answer)
{
    public bool IsWaiting => State == "waiting";

    public QuestionDraft Draft() => JsonSerializer.Deserialize<QuestionDraft>(Question, Json.Plain)!;

    public static Task<Proposal?> Of(Db db, long id, bool locked, CancellationToken ct) => db.Row<Proposal>(
        $"""
        select id, question_id, course_id, based_on_id, question, note, state, earlier_id, proposed_by, proposed_at, decided_by, decided_at, answer
        from quizzes_proposal where id = @id {(locked ? db.Dialect.ForUpdate : "")}
        """, new { id }, ct);

    /// <summary>A version of a question as it was.</summary>
    public static async Task<QuestionDraft?> Version(Db db, StoredQuestions stored, long versionId, CancellationToken ct)
    {
        var row = await db.Row<VersionRow>(
            """
            select q.slug, v.kind, v.clause, v.difficulty, v.must_pass, v.max_mark, v.body, q.category
            from quizzes_question_version v join quizzes_question q on q.id = v.question_id where v.id = @versionId
            """, new { versionId }, ct);
        return row is null ? null : new QuestionDraft(row.Slug, 0, row.Kind, row.Clause, [.. (await stored.TagsOf([versionId], ct))[versionId]], row.Difficulty, row.MustPass, row.MaxMark, QuestionBody.From(row.Body)) { Category = row.Category };
    }

    private sealed record VersionRow(string Slug, string Kind, string? Clause, int Difficulty, bool MustPass, long MaxMark, string Body, string? Category);
}
