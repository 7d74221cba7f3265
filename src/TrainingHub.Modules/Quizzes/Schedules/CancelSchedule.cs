using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>A person calls a scheduled quiz off: the own one, or any for who is responsible for the whole hub.</summary>
internal sealed class CancelSchedule(Db db, CloseSchedule close, Actor actor)
{
    /// <summary>A predicate over the schedule s: planned by @viewer, or @viewer reaches every site with @permission.</summary>
    public const string IsInReach =
        """
        (s.created_by = @viewer or not exists (
          select 1 from v_people_site t where not exists (
            select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = t.id and sc.department_id is null)))
        """;

    public async Task<Problem?> Handle(long scheduleId, CancellationToken ct)
    {
        var isInReach = await db.Scalar<long>($"select count(*) from quizzes_schedule s where s.id = @scheduleId and {IsInReach}",
            new { scheduleId, viewer = actor.Id, permission = QuizzesPermissions.Schedule }, ct) > 0;
        return isInReach ? await close.Handle(scheduleId, "cancelled", ct) : Problem.NotFound("There is no such scheduled quiz.");
    }
}
