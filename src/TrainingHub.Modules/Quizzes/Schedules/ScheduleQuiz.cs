using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <param name="Opens">In the hub's zone.</param>
/// <param name="Closes">In the hub's zone.</param>
internal sealed record NewSchedule(long QuizId, string Title, DateTime Opens, DateTime Closes, Audience Audience);

/// <summary>Plans a quiz for an audience at a time. Who that is, is fixed when it opens.</summary>
internal sealed class ScheduleQuiz(Db db, IAudiences audiences, Audit audit, Actor actor, HubSettings settings, TimeProvider clock)
{
    public async Task<Outcome<long>> Handle(NewSchedule plan, CancellationToken ct)
    {
        var title = plan.Title.Trim();
        if (title.Length is 0 or > 200) return Problem.Because("Give it a title of at most 200 characters.");
        if (settings.TimeZone.IsInvalidTime(plan.Opens) || settings.TimeZone.IsInvalidTime(plan.Closes)) return Problem.Because("That time does not exist: the clocks are put forward then. Choose another.");
        var now = clock.GetUtcNow();
        var opens = new DateTimeOffset(plan.Opens, settings.TimeZone.GetUtcOffset(plan.Opens)).ToUniversalTime();
        var closes = new DateTimeOffset(plan.Closes, settings.TimeZone.GetUtcOffset(plan.Closes)).ToUniversalTime();
        if (opens < now.AddMinutes(-1)) return Problem.Because("The opening time is in the past. Choose a later one.");
        if (closes <= opens) return Problem.Because("It must close after it opens.");
        var unknown = await audiences.UnknownCodes(plan.Audience, ct);
        if (unknown.Count > 0) return Problem.Because("Nothing has the code {0}. Choose from the lists.", string.Join(", ", unknown));
        await using var tx = await db.Begin(ct);
        if (await db.Scalar<long>("select count(*) from v_quiz where id = @QuizId", new { plan.QuizId }, ct) == 0) return Problem.NotFound("There is no such quiz.");
        var id = await db.Insert(
            """
            insert into quizzes_schedule(quiz_id, title, opens_at, closes_at, audience, state, created_by, created_at)
            values (@QuizId, @title, @opens, @closes, @Audience, 'planned', @By, @now) returning id
            """, new { plan.QuizId, title, opens, closes, Audience = JsonSerializer.Serialize(plan.Audience, Json.Plain), By = actor.Id, now }, ct);
        await audit.Write("quizzes.scheduled", $"schedule:{id}", new { plan.QuizId, opens, closes, plan.Audience }, ct);
        await tx.Commit(ct);
        return id;
    }
}
