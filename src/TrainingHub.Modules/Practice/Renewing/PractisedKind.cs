using System.Globalization;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Practice.Renewing;

/// <summary>Every clause of a course answered right in daily practice, since the period that asks for it counts.</summary>
internal sealed class PractisedKind(Db db, Work work) : IEvidenceKind
{
    public const string Name = "practice";

    private sealed record Row(string Slug, string TitleZh, string TitleEn);

    public string Kind => Name;

    public string Asks(Localizer t, string title) => t["Answer every clause of “{0}” right in daily practice", title];

    public string Done(Localizer t, string title) => t["Every clause of “{0}” answered right in practice", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct) =>
    [
        .. (await db.Rows<Row>("select c.slug, c.title_zh, c.title_en from v_course c where exists (select 1 from v_course_clause k where k.version_id = c.version_id) order by c.slug", null, ct))
            .Select(c => new EvidenceChoice(c.Slug, c.TitleZh, c.TitleEn, "/learn/practice")),
    ];

    public bool IsBroughtBy(ContentFolder folder, string key) => key == folder.Slug && folder.Clauses.Count > 0;

    public Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public async Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => await db.Rows<long>(
        $"select distinct s.person_id from practice_set s where {db.Dialect.Among("s.person_id", "ids")}", new { ids = GivenRows.Of(people) }, ct);

    /// <summary>What was practised between the day from which the period counts and a late job that opened it is not lost.</summary>
    public Task Afresh(long personId, string key, DateTimeOffset since, CancellationToken ct) =>
        work.Enqueue(PracticeAsked.Work, new PracticeAsked(personId), string.Create(CultureInfo.InvariantCulture, $"person:{personId}:{key}:{since.UtcTicks}"), ct);
}
