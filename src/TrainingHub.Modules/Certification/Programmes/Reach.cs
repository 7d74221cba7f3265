using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>How far the one who acts may reach: a rule or a policy touches people by the thousand. The hub itself reaches everybody.</summary>
internal sealed class Reach(Db db, Actor actor)
{
    public async Task<bool> Sees(long personId, string permission, CancellationToken ct) =>
        actor.PersonId is null || await db.Scalar<long>(
            $"select count(*) from v_people_person p where p.id = @personId and {PeopleScope.Sees("p.site_id", "p.department_id")}",
            new { personId, viewer = actor.PersonId, permission }, ct) > 0;

    /// <summary>For what concerns the whole hub, as a policy.</summary>
    public async Task<Problem?> WholeHub(string permission, CancellationToken ct) =>
        actor.PersonId is null || await db.Scalar<long>(
            $"select case when {PeopleScope.SeesEverybody} then 1 else 0 end", new { viewer = actor.PersonId, permission }, ct) == 1
            ? null
            : Problem.Because("This concerns the whole hub; only somebody responsible for all sites can change it.");

    /// <summary>For what concerns everybody in an audience: all its sites lie in the scope, or the scope is the whole hub. Tags and exceptions narrow it, but name no site.</summary>
    public async Task<Problem?> Audience(Audience audience, string permission, CancellationToken ct)
    {
        if (audience.Sites is not { Count: > 0 } sites) return await WholeHub(permission, ct) is null ? null : Problem.Because("Choose the sites you are responsible for; a rule for all sites can only be made for the whole hub.");
        var codes = sites.ToArray();
        var outside = actor.PersonId is null ? [] : await db.Rows<string>(
            $"""
            select s.name from v_people_site s where {db.Dialect.In("s.code", "codes")}
            and not {PeopleScope.SeesAllOf("s.id")} order by s.name
            """,
            new { codes, viewer = actor.PersonId, permission }, ct);
        return outside.Count == 0 ? null : Problem.Because("You are not responsible for {0}.", string.Join(", ", outside));
    }
}
