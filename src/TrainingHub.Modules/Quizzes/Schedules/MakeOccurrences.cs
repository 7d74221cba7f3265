using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>
/// Makes the rows of a series' next weeks: every occurrence once, by its day. Repeating it, or being killed in it, makes nothing twice. What should have been made
/// while the hub was away is made too, so that the job can say it was missed.
/// </summary>
internal sealed class MakeOccurrences(Db db, HubSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(35);
    private const int Chunk = 50;

    private sealed record Row(long QuizId, string Title, string? TitleEn, string Recurrence, int? Questions, int Attempts, string Audience, DateTimeOffset InForceFrom, long CreatedBy);

    /// <summary>How many were made.</summary>
    public async Task<int> Handle(long seriesId, CancellationToken ct)
    {
        var made = 0;
        while (true)
        {
            await using var tx = await db.Begin(ct);
            var series = await db.Row<Row>(
                $"select quiz_id, title, title_en, recurrence, questions, attempts, audience, in_force_from, created_by from quizzes_series where id = @seriesId and state = 'active' {db.Dialect.ForUpdate}", new { seriesId }, ct);
            if (series is null)
            {
                await tx.Commit(ct); // it may be part of a larger one, which goes on
                return made;
            }
            var there = (await db.Rows<DateOnly>("select occurs_on from quizzes_schedule where series_id = @seriesId", new { seriesId }, ct)).ToHashSet();
            var due = Due(JsonSerializer.Deserialize<Recurrence>(series.Recurrence, Json.Plain)!, series.InForceFrom).Where(o => !there.Contains(o.On)).Take(Chunk).ToList();
            foreach (var occurrence in due)
            {
                made += await db.Execute(
                    """
                    insert into quizzes_schedule(quiz_id, title, title_en, opens_at, closes_at, audience, state, created_by, created_at, series_id, occurs_on, questions, attempts)
                    values (@QuizId, @Title, @TitleEn, @OpensAt, @ClosesAt, @Audience, 'planned', @CreatedBy, @now, @seriesId, @On, @Questions, @Attempts)
                    on conflict (series_id, occurs_on) do nothing
                    """,
                    new { series.QuizId, series.Title, series.TitleEn, occurrence.OpensAt, occurrence.ClosesAt, series.Audience, series.CreatedBy, now = clock.GetUtcNow(), seriesId, occurrence.On, series.Questions, series.Attempts }, ct);
            }
            if (due.Count < Chunk) await EndIfOver(seriesId, ct);
            await tx.Commit(ct);
            if (due.Count < Chunk) return made;
        }
    }

    /// <summary>The next one is always made, so where none waits and none is open the rule has come to its end.</summary>
    private Task<int> EndIfOver(long seriesId, CancellationToken ct) => db.Execute(
        """
        update quizzes_series set state = 'ended' where id = @seriesId
          and not exists (select 1 from quizzes_schedule s where s.series_id = @seriesId and (s.state in ('planned', 'open') or s.opens_at > @now))
        """, new { seriesId, now = clock.GetUtcNow() }, ct);

    /// <summary>From when the plan is in force up to the horizon, and the next one however far it is.</summary>
    private IEnumerable<Occurrence> Due(Recurrence recurrence, DateTimeOffset from)
    {
        var now = clock.GetUtcNow();
        var hasNext = false;
        foreach (var occurrence in recurrence.Occurrences(settings.TimeZone).SkipWhile(o => o.OpensAt < from))
        {
            if (hasNext && occurrence.OpensAt > now + Ahead) yield break;
            yield return occurrence;
            hasNext = hasNext || occurrence.OpensAt > now;
        }
    }
}
