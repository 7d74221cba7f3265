using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Api.Conventions;

/// <summary>Whose things a list shows: one's own always; others' only with the permission to see them, and within its scope.</summary>
internal static class Seen
{
    /// <summary>A predicate over v_people_person as <c>p</c>; with the parameters of <see cref="By"/>.</summary>
    public static string Sql => $"(p.id = @viewer or (@others and {PeopleScope.Sees("p.site_id", "p.department_id")}))";

    /// <param name="permission">What seeing other people's needs. A token without it in its scopes sees its own person's only.</param>
    public static object By(Actor me, string permission) => new { viewer = me.Id, others = me.Can(permission), permission };
}
