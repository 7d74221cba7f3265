using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>The pictures that came with imported questions.</summary>
internal sealed class ImportedPictures(Db db) : IPictureSource
{
    public async Task<bool> Has(string sha256, string extension, CancellationToken ct) =>
        await db.Scalar<long>("select count(*) from quizzes_picture where sha256 = @sha256 and extension = @extension", new { sha256, extension }, ct) > 0;
}
