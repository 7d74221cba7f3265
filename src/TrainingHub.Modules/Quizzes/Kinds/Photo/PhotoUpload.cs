namespace TrainingHub.Modules.Quizzes.Kinds;

internal static class PhotoUpload
{
    public const int MostMegabytes = 10;
}
