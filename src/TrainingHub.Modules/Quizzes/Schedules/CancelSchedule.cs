using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Schedules;

/// <summary>A person calls one time of a scheduled quiz off: of the own plan, or of any for who is responsible for the whole hub. Open already, what is saved is submitted.</summary>
internal sealed class CancelSchedule(Db db, CloseSchedule close, Actor actor)
{
    public async Task<Problem?> Handle(long scheduleId, CancellationToken ct)
    {
        var isInReach = await db.Scalar<long>($"select count(*) from quizzes_schedule s where s.id = @scheduleId and {Series.IsInReach}",
            new { scheduleId, viewer = actor.Id, permission = QuizzesPermissions.Schedule }, ct) > 0;
        return isInReach ? await close.Handle(scheduleId, "cancelled", ct) : Series.NotFound;
    }
}
