using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.FloorChecks;

/// <summary>A checklist of a course that a supervisor filled in for somebody, and that was passed.</summary>
internal sealed class CheckKind(Db db) : IEvidenceKind
{
    public const string Name = "check";

    private sealed record Row(string Slug, string Code, string TitleZh, string TitleEn);

    public string Kind => Name;

    public string KeyPattern => "^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$";

    public string KeyWords => "a course and one of its checklists as grooming/grooming-before-shift";

    public string Asks(Localizer t, string title) => t["Pass the floor check “{0}”", title];

    public string Done(Localizer t, string title) => t["Floor check “{0}” passed", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct) =>
    [
        .. (await db.Rows<Row>("select c.slug, l.code, l.title_zh, l.title_en from v_course c join v_course_checklist l on l.version_id = c.version_id order by c.slug, l.position", null, ct))
            .Select(l => new EvidenceChoice($"{l.Slug}/{l.Code}", l.TitleZh, l.TitleEn, $"/learn/courses/{l.Slug}/checklists/{l.Code}")),
    ];

    /// <summary>A folder's own lists are read before its programmes are; a name that none of them has is found when nothing is there.</summary>
    public bool IsBroughtBy(ContentFolder folder, string key) =>
        key.StartsWith(folder.Slug + "/", StringComparison.Ordinal) && folder.Checklists.Contains(key[(folder.Slug.Length + 1)..]);

    public Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);
}
