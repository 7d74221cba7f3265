using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Acknowledgements.Signing;

/// <summary>A standard that was signed: a whole course ("5s", all its clauses) or one clause of it ("5s/5S-03").</summary>
internal sealed class SignedKind(Db db) : IEvidenceKind
{
    public const string Name = "signed";

    private sealed record Row(string Slug, string TitleZh, string TitleEn, string Code, string ClauseZh, string ClauseEn);

    public string Kind => Name;

    public bool MayBePrior => false;

    public string KeyPattern => "^[a-z0-9]+(-[a-z0-9]+)*(/[A-Z0-9]{2,6}-[0-9]{2,3})?$";

    public string KeyWords => "the slug of a course, or a course and one of its clauses as 5s/5S-03";

    public string Asks(Localizer t, string title) => t["Read and sign “{0}”", title];

    public string Done(Localizer t, string title) => t["“{0}” signed", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            """
            select c.slug, c.title_zh, c.title_en, k.code, k.title_zh as clause_zh, k.title_en as clause_en
            from v_course c join v_course_clause k on k.version_id = c.version_id order by c.slug, k.position
            """, null, ct);
        return
        [
            .. rows.GroupBy(r => r.Slug).Select(g => new EvidenceChoice(g.Key, g.First().TitleZh, g.First().TitleEn, $"/learn/sign/{g.Key}")),
            .. rows.Select(r => new EvidenceChoice($"{r.Slug}/{r.Code}", $"{r.TitleZh} {r.Code} {r.ClauseZh}", $"{r.TitleEn} {r.Code} {r.ClauseEn}", $"/learn/sign/{r.Slug}/{r.Code}")),
        ];
    }

    public Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public bool IsBroughtBy(ContentFolder folder, string key) =>
        folder.Clauses.Count > 0 && (key == folder.Slug || (key.StartsWith(folder.Slug + "/", StringComparison.Ordinal) && folder.Clauses.Contains(key[(folder.Slug.Length + 1)..])));
}
