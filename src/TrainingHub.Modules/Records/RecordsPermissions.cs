namespace TrainingHub.Modules.Records;

public static class RecordsPermissions
{
    public const string View = "records.view";

    /// <summary>Opens the page among a manager's own; whose records are shown follows from View, as everywhere.</summary>
    public const string Team = "records.team";
}
