using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>Every lesson of a course, read in one round.</summary>
internal sealed class CourseKind(Db db, ICourseProgress courses) : IEvidenceKind
{
    private sealed record Row(string Slug, string TitleZh, string TitleEn);

    private sealed record ReadRow(long CourseId, DateTimeOffset CompletedAt);

    public string Kind => "course";

    public string Asks(Localizer t, string title) => t["Read every lesson of “{0}”", title];

    public string Done(Localizer t, string title) => t["Course “{0}” read", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct) =>
        [.. (await db.Rows<Row>("select slug, title_zh, title_en from v_course order by slug", null, ct)).Select(c => new EvidenceChoice(c.Slug, c.TitleZh, c.TitleEn, $"/learn/courses/{c.Slug}"))];

    public bool IsBroughtBy(ContentFolder folder, string key) => key == folder.Slug;

    public Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public async Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => await db.Rows<long>(
        $"select distinct p.person_id from v_course_completion p join v_course c on c.id = p.course_id where {db.Dialect.Among("p.person_id", "ids")} and c.slug = @key", new { ids = GivenRows.Of(people), key }, ct);

    /// <summary>Who read it before reads it again.</summary>
    public async Task Afresh(long personId, string key, DateTimeOffset since, CancellationToken ct)
    {
        var read = await db.Row<ReadRow>(
            "select p.course_id, p.completed_at from v_course_completion p join v_course c on c.id = p.course_id where p.person_id = @personId and c.slug = @key order by p.round desc limit 1", new { personId, key }, ct);
        if (read is not null && read.CompletedAt < since) await courses.Restart(personId, read.CourseId, ct);
    }
}
