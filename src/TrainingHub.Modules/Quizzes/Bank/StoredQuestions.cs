using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Bank;

/// <summary>A question as the bank keeps it now.</summary>
/// <param name="CourseId">0: the shared bank.</param>
/// <param name="Course">The course's slug; null for the shared bank.</param>
internal sealed record StoredQuestion(long Id, long CourseId, string? Course, string Origin, bool IsRetired, long VersionId, QuestionDraft Draft)
{
    public bool IsFromFile => Origin == "file";
}

/// <summary>Reads questions with everything a change of them needs to know.</summary>
internal sealed class StoredQuestions(Db db)
{
    private const int AtOnce = 400;

    private sealed record Row(long Id, long CourseId, string? Course, string Origin, bool IsRetired, string Slug, string? Category, string Kind, string? Clause, int Difficulty, bool MustPass, long MaxMark, string Body, long VersionId);

    private sealed record Tag(long VersionId, string Name);

    /// <summary>In the order of their ids; those that there are none of are missing.</summary>
    public async Task<List<StoredQuestion>> Of(IEnumerable<long> ids, CancellationToken ct)
    {
        var found = new List<StoredQuestion>();
        foreach (var part in ids.Distinct().Order().Chunk(AtOnce))
        {
            var rows = await db.Rows<Row>(
                $"""
                select q.id, q.course_id, c.slug as course, q.origin, case when q.retired_at is null then false else true end as is_retired, q.slug, q.category,
                    v.kind, v.clause, v.difficulty, v.must_pass, v.max_mark, v.body, v.id as version_id
                from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id left join v_course c on c.id = q.course_id
                where {db.Dialect.In("q.id", "part")} order by q.id
                """, new { part }, ct);
            var tags = await TagsOf([.. rows.Select(r => r.VersionId)], ct);
            found.AddRange(rows.Select(r => new StoredQuestion(r.Id, r.CourseId, r.Course, r.Origin, r.IsRetired, r.VersionId,
                new QuestionDraft(r.Slug, 0, r.Kind, r.Clause, [.. tags[r.VersionId]], r.Difficulty, r.MustPass, r.MaxMark, QuestionBody.From(r.Body)) { Category = r.Category })));
        }
        return found;
    }

    public async Task<StoredQuestion?> Of(long id, CancellationToken ct) => (await Of([id], ct)).SingleOrDefault();

    public async Task<ILookup<long, string>> TagsOf(long[] versions, CancellationToken ct) => versions.Length == 0 ? Array.Empty<Tag>().ToLookup(t => t.VersionId, t => t.Name)
        : (await db.Rows<Tag>($"select question_version_id as version_id, tag as name from quizzes_question_tag where {db.Dialect.In("question_version_id", "versions")} order by tag", new { versions }, ct)).ToLookup(t => t.VersionId, t => t.Name);

    /// <summary>The same as long as nobody changed any of them, so that whoever works from an older sight of them is told.</summary>
    public static string Stamp(IEnumerable<StoredQuestion> questions) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', questions.Select(q => $"{q.Id}\t{q.VersionId}\t{q.CourseId}\t{q.IsRetired}\t{q.Draft.Category}")))));
}
