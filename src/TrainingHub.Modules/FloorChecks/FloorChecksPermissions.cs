namespace TrainingHub.Modules.FloorChecks;

public static class FloorChecksPermissions
{
    /// <summary>Fill in checklists for people one is responsible for, and correct them.</summary>
    public const string Fill = "floorchecks.fill";

    /// <summary>See and download how people were checked.</summary>
    public const string View = "floorchecks.view";

    /// <summary>See how one was checked oneself.</summary>
    public const string Own = "floorchecks.own";
}
