using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Courses.Floor;

/// <summary>The published course that a page for the floor belongs to.</summary>
internal sealed record CourseOf(long VersionId, int Number, string Slug, string TitleZh, string TitleEn)
{
    public static Task<CourseOf?> Slugged(Db db, string slug, CancellationToken ct) =>
        db.Row<CourseOf>("select version_id, number, slug, title_zh, title_en from v_course where slug = @slug", new { slug }, ct);
}
