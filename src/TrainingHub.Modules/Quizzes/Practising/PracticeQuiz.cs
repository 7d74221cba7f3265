using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Practising;

/// <summary>
/// The quiz that all sets of practice belong to. It has no current version, so that it is on no list (v_quiz) and nobody can start it but <see cref="StartPractice"/>,
/// and a slug that no course can have.
/// </summary>
internal sealed class PracticeQuiz(Db db, TimeProvider clock)
{
    private const string Slug = "~practice";

    private static readonly QuizSettings Settings = new(5, 0, 0, 0, 0, "latest", "immediate", true, []);

    /// <summary>Made with the first set.</summary>
    public async Task<(long QuizId, long VersionId)> Keep(CancellationToken ct)
    {
        await db.Execute("insert into quizzes_quiz(course_id, slug, created_at) values (0, @Slug, @Now) on conflict (slug) do nothing", new { Slug, Now = clock.GetUtcNow() }, ct);
        var id = await db.Scalar<long>("select id from quizzes_quiz where slug = @Slug", new { Slug }, ct);
        await db.Execute(
            """
            insert into quizzes_quiz_version(quiz_id, number, title_zh, title_en, settings, created_at) values (@id, 1, '每日练习', 'Daily practice', @Settings, @Now)
            on conflict (quiz_id, number) do nothing
            """, new { id, Settings = Settings.ToJson(), Now = clock.GetUtcNow() }, ct);
        return (id, await db.Scalar<long>("select id from quizzes_quiz_version where quiz_id = @id and number = 1", new { id }, ct));
    }
}
