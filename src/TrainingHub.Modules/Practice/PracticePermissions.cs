namespace TrainingHub.Modules.Practice;

public static class PracticePermissions
{
    public const string Do = "practice.do";
    public const string Set = "practice.set";
}
