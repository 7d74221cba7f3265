namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>A file somebody chose for import, kept on the server between the preview and the import.</summary>
/// <param name="CourseId">0: the shared bank.</param>
/// <param name="Language">Null: each question's own.</param>
/// <param name="State">ready, working, done or failed.</param>
/// <param name="Total">How many questions the import writes.</param>
internal sealed record KeptUpload(long Id, long CourseId, string Format, string? Language, string? Category, string FileName, string Sha256, string State, int Added, int Changed, int Total)
{
    public ImportTarget Target => new(CourseId, Language, Category);
}
