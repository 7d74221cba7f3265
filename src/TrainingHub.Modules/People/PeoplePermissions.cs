namespace TrainingHub.Modules.People;

public static class PeoplePermissions
{
    /// <summary>Whatever every signed-in person may do.</summary>
    public const string Self = "people.self";

    /// <summary>See people in one's scope: facts, placements, roles.</summary>
    public const string View = "people.view";

    /// <summary>The page of one's own team.</summary>
    public const string Team = "people.team";

    /// <summary>Take on, change, move, invite and let go people in one's scope.</summary>
    public const string Edit = "people.edit";

    /// <summary>Grant and revoke roles in one's scope.</summary>
    public const string Roles = "people.roles";

    /// <summary>Add and rename sites, departments and positions, and say which trades a site is in.</summary>
    public const string Sites = "people.sites";
}
