namespace TrainingHub.Modules.Records;

public static class RecordsPermissions
{
    public const string View = "records.view";
}
