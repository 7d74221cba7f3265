using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Schedules;

internal sealed record SeriesView(long Id, SeriesPlan Plan, string QuizZh, string QuizEn, string State, int Revision);

/// <summary>A series with its plan, for the pages of those who plan; null outside their reach.</summary>
internal sealed class ReadSeries(Db db, Actor actor)
{
    private sealed record Row(long Id, long QuizId, string Title, string? OwnTitleEn, string Recurrence, string Audience, int? Questions, int Attempts, string TitleZh, string TitleEn, string State, int Revision);

    public async Task<SeriesView?> Find(long id, CancellationToken ct) => (await Read("s.id = @id", id, ct)).SingleOrDefault();

    public Task<IReadOnlyList<SeriesView>> All(CancellationToken ct) => Read("s.id <> @id", 0, ct);

    private async Task<IReadOnlyList<SeriesView>> Read(string which, long id, CancellationToken ct) => [.. (await db.Rows<Row>(
        $"""
        select s.id, s.quiz_id, s.title, s.title_en as own_title_en, s.recurrence, s.audience, s.questions, s.attempts, v.title_zh, v.title_en, s.state, s.revision
        from quizzes_series s join quizzes_quiz q on q.id = s.quiz_id
        join quizzes_quiz_version v on v.id = coalesce(q.current_version_id, (select max(l.id) from quizzes_quiz_version l where l.quiz_id = q.id))
        where {which} and {Series.IsInReach} order by case when s.state = 'ended' then 1 else 0 end, s.title, s.id
        """, new { id, viewer = actor.Id, permission = QuizzesPermissions.Schedule }, ct)).Select(r => new SeriesView(r.Id,
            new SeriesPlan(r.QuizId, r.Title, JsonSerializer.Deserialize<Recurrence>(r.Recurrence, Json.Plain)!, JsonSerializer.Deserialize<Audience>(r.Audience, Json.Plain)!) { TitleEn = r.OwnTitleEn, Questions = r.Questions, Attempts = r.Attempts },
            r.TitleZh, r.TitleEn, r.State, r.Revision))];
}
