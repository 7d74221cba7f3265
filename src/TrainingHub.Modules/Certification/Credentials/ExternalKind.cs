using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>A paper from outside, as a health card, that HR has looked at. While it is valid it counts for every period that opens.</summary>
internal sealed class ExternalKind(Db db) : IEvidenceKind
{
    public const string Name = "external";

    private sealed record Row(string Slug, string TitleZh, string TitleEn);

    public string Kind => Name;

    public bool MayBePrior => false;

    public string Asks(Localizer t, string title) => t["Have HR verify “{0}”", title];

    public string Done(Localizer t, string title) => t["“{0}” verified", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct) =>
        [.. (await db.Rows<Row>("select slug, title_zh, title_en from certification_external order by slug", null, ct)).Select(x => new EvidenceChoice(x.Slug, x.TitleZh, x.TitleEn, null))];

    public async Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) =>
        await db.Rows<long>($"select distinct c.person_id from certification_credential c where {db.Dialect.Among("c.person_id", "ids")}", new { ids = GivenRows.Of(people) }, ct);

    public Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public async Task<string?> HeldAt(long personId, string key, DateTimeOffset at, DateOnly day, CancellationToken ct)
    {
        var held = await db.Row<long?>(
            """
            select c.id from certification_credential c join certification_external x on x.id = c.external_id
            where c.person_id = @personId and x.slug = @key and c.verified_at <= @at and (c.withdrawn_at is null or c.withdrawn_at > @at) and (c.expires_on is null or c.expires_on >= @day) order by c.id desc limit 1
            """, new { personId, key, at, day }, ct);
        return held is null ? null : Reference(held.Value);
    }

    public static string Reference(long credential) => $"credential:{credential}";
}
