using System.Text.Json;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>A file somebody chose for import, kept on the server between the preview and the import.</summary>
/// <param name="CourseId">0: the shared bank.</param>
/// <param name="Language">Null: each question's own.</param>
/// <param name="State">ready, working, done or failed.</param>
/// <param name="Total">How many questions the import writes.</param>
/// <param name="SeenVersionId">The newest version of any question when the preview was shown: what is newer, nobody has seen there.</param>
/// <param name="NotImported">JSON: what was left alone in the end, although the preview had it; null where nothing was.</param>
internal sealed record KeptUpload(long Id, long CourseId, string Format, string? Language, string? Category, string FileName, string Sha256, string State, int Added, int Changed, int Total, long? SeenVersionId, string? NotImported)
{
    public const string Columns = "id, course_id, format, language, category, file_name, sha256, state, added, changed, total, seen_version_id, not_imported";

    public IReadOnlyList<ItemFault> Left => NotImported is null ? [] : JsonSerializer.Deserialize<List<ItemFault>>(NotImported, Json.Plain)!;

    public ImportTarget Target => new(CourseId, Language, Category);
}
