namespace TrainingHub.Modules.Quizzes;

public static class QuizzesPermissions
{
    public const string Take = "quizzes.take";
    public const string Propose = "quizzes.propose";
    public const string Edit = "quizzes.edit";
    public const string Results = "quizzes.results";
    public const string Accommodate = "quizzes.accommodate";
    public const string Invigilate = "quizzes.invigilate";
    public const string Mark = "quizzes.mark";
    public const string Regrade = "quizzes.regrade";
    public const string Schedule = "quizzes.schedule";
    public const string Told = "quizzes.told";
}
