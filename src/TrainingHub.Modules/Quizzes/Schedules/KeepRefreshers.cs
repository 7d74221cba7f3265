using System.Text.Json;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>Brings the series of refreshers in line with the files that ask for them.</summary>
internal sealed class KeepRefreshers(Db db, SaveSeries save, ChangeSeries change, HubSettings settings, TimeProvider clock) : IRefreshers
{
    private sealed record Known(long CourseId, string Content, long SeriesId, bool IsOut);

    private sealed record Gone(long SeriesId, string State);

    private sealed record Now(long QuizId, string State, string Recurrence);

    public async Task<Outcome<bool>> Keep(long courseId, RefresherPlan plan, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long?>("select id from v_quiz where slug = @Quiz", new { plan.Quiz }, ct) is not { } quiz) return Problem.Because("There is no quiz \"{0}\"; import it first, or correct the name.", plan.Quiz);
        var content = JsonSerializer.Serialize(plan, Json.Plain);
        var known = await db.Row<Known>("select course_id, content, series_id, is_out from quizzes_refresher where slug = @Slug", new { plan.Slug }, ct);
        if (known is { IsOut: false } && known.CourseId != courseId) return Problem.Because("Another course already has a refresher \"{0}\"; choose another slug.", plan.Slug);
        // Also where a trainer changed or ended it: the file says nothing new.
        if (known is { IsOut: false } && known.Content == content)
        {
            await tx.Commit(ct); // it is part of the import, which goes on
            return false;
        }
        var series = known is null ? null : await db.Row<Now>($"select quiz_id, state, recurrence from quizzes_series where id = @SeriesId {db.Dialect.ForUpdate}", new { known.SeriesId }, ct);
        long seriesId;
        if (series is not null && series.State != "ended" && series.QuizId == quiz)
        {
            seriesId = known!.SeriesId;
            var from = JsonSerializer.Deserialize<Recurrence>(series.Recurrence, Json.Plain)!.From;
            if (await save.Rewrite(seriesId, Plan(plan, quiz, from), ct) is { } problem) return problem;
        }
        else
        {
            if (series is not null && series.State != "ended") await change.Write(known!.SeriesId, "ended", ct); // another quiz: its results could not be compared
            var today = settings.TimeZone.DayOf(clock.GetUtcNow());
            var added = await save.HandleForHub(Plan(plan, quiz, today), ct);
            if (added.Problem is { } problem) return problem;
            seriesId = added.Value;
        }
        await db.Execute(
            """
            insert into quizzes_refresher(slug, course_id, content, series_id, is_out) values (@Slug, @courseId, @content, @seriesId, false)
            on conflict (slug) do update set course_id = excluded.course_id, content = excluded.content, series_id = excluded.series_id, is_out = false
            """, new { plan.Slug, courseId, content, seriesId }, ct);
        await tx.Commit(ct);
        return true;
    }

    public async Task<bool> EndOthers(long courseId, IReadOnlyCollection<string> slugs, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var gone = await db.Rows<Gone>(
            $"""
            select f.series_id, s.state from quizzes_refresher f join quizzes_series s on s.id = f.series_id
            where f.course_id = @courseId and f.is_out = false and not ({db.Dialect.In("f.slug", "slugs")}) order by f.series_id {db.Dialect.ForUpdate}
            """, new { courseId, slugs = slugs.ToArray() }, ct);
        foreach (var series in gone.Where(g => g.State != "ended")) await change.Write(series.SeriesId, "ended", ct);
        await db.Execute($"update quizzes_refresher set is_out = true where course_id = @courseId and not ({db.Dialect.In("slug", "slugs")})", new { courseId, slugs = slugs.ToArray() }, ct);
        await tx.Commit(ct);
        return gone.Count > 0;
    }

    public async Task<IReadOnlyList<RefresherPlan>> Of(long courseId, CancellationToken ct) =>
        [.. (await db.Rows<string>("select content from quizzes_refresher where course_id = @courseId and is_out = false order by slug", new { courseId }, ct)).Select(c => JsonSerializer.Deserialize<RefresherPlan>(c, Json.Plain)!)];

    private static SeriesPlan Plan(RefresherPlan plan, long quiz, DateOnly from) => new(quiz, plan.Title.Zh,
        new Recurrence(plan.Every == "week" ? "weekly" : "monthly-weekday", from, plan.Opens, plan.OpenDays * 24 * 60) { Weekdays = [plan.Weekday], Week = plan.Week }, plan.Audience)
    {
        TitleEn = plan.Title.En, Questions = plan.Questions,
    };
}
