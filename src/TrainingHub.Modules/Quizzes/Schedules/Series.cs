using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>The row of a series, locked before it or its occurrences are changed: the job and two people never work on it at once.</summary>
internal sealed record Series(long QuizId, string State, int Revision)
{
    /// <summary>Who planned what the files of a course ask for.</summary>
    public const long Hub = 0;

    public static readonly Problem NotFound = Problem.NotFound("There is no such scheduled quiz.");

    /// <summary>A predicate over the series or schedule s: planned by @viewer, or @viewer reaches every site with @permission.</summary>
    public static string IsInReach => $"(s.created_by = @viewer or {PeopleScope.SeesEverybody})";

    /// <summary>The title in the reader's language, of the series or schedule with this alias.</summary>
    public static string TitleIn(Localizer t, string alias = "s") => t.IsChinese ? $"{alias}.title" : $"coalesce({alias}.title_en, {alias}.title)";

    /// <summary>Null where there is none in the actor's reach.</summary>
    public static Task<Series?> Lock(Db db, Actor actor, long id, CancellationToken ct) => db.Row<Series>(
        $"select s.quiz_id, s.state, s.revision from quizzes_series s where s.id = @id and {IsInReach} {db.Dialect.ForUpdate}", new { id, viewer = actor.Id, permission = QuizzesPermissions.Schedule }, ct);

    /// <summary>Takes back what has not opened; nobody has seen it.</summary>
    /// <param name="now">After a change nothing is made anew before this time, so what is due by then and only waits for the job stays.</param>
    public static async Task DropPlanned(Db db, long id, bool onlyUnmoved, DateTimeOffset now, CancellationToken ct)
    {
        // An opening that was cut off may have begun its list, and an invigilator may have drawn a code ahead.
        foreach (var table in new[] { "quizzes_schedule_person", "quizzes_exam_code" })
            await db.Execute($"delete from {table} where schedule_id in (select s.id from quizzes_schedule s where s.series_id = @id and s.state = 'planned' and ((s.is_moved = false and s.opens_at > @now) or @onlyUnmoved = false))", new { id, onlyUnmoved, now }, ct);
        await db.Execute("delete from quizzes_schedule where series_id = @id and state = 'planned' and ((is_moved = false and opens_at > @now) or @onlyUnmoved = false)", new { id, onlyUnmoved, now }, ct);
    }
}
