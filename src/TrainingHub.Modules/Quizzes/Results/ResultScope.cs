using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Quizzes.Results;

/// <summary>
/// What of the figures over everybody a viewer may see. Figures by site show only sites in one's scope, whose attempts one may open anyway. A question's
/// figures are over the whole hub; from fewer than five people of whom the viewer may not see all, single ones could be guessed, so they stay hidden.
/// </summary>
internal sealed class ResultScope(Db db, Actor actor)
{
    public const int LeastPeople = 5;

    public async Task<bool> SeesEverybody(CancellationToken ct) => await db.Scalar<long>(
        """
        select count(*) from v_people_site s
        where not exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id and sc.department_id is null)
        """, new { viewer = actor.Id, permission = QuizzesPermissions.Results }, ct) == 0;
}
