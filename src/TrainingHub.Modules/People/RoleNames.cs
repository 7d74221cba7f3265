using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.People;

/// <summary>What the roles are called on the screen, in English; the pages translate.</summary>
internal static class RoleNames
{
    public static string Of(string role) => role switch
    {
        Roles.Trainer => "Trainer",
        Roles.Author => "Question author",
        Roles.Hr => "HR",
        Roles.Manager => "Manager",
        Roles.Auditor => "Auditor",
        Roles.Admin => "Administrator",
        _ => "Learner",
    };
}
