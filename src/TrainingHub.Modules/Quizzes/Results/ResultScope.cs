using TrainingHub.Modules.People.Contracts;
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
        $"select case when {PeopleScope.SeesEverybody} then 1 else 0 end", new { viewer = actor.Id, permission = QuizzesPermissions.Results }, ct) == 1;
}
