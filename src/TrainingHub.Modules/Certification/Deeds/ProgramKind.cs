using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>Another certification: whoever holds it when the period opens has it already, and whoever earns it later has it then.</summary>
internal sealed class ProgramKind(Db db) : IEvidenceKind
{
    public const string Name = "program";

    private sealed record Row(string Slug, string TitleZh, string TitleEn);

    private sealed record HeldRow(long Id, DateOnly ValidFrom, DateOnly ExpiresOn, DateOnly? EndedOn, string? TimeZone)
    {
        public bool IsHeldOn(DateOnly day) => ValidFrom <= day && ExpiresOn >= day && !(EndedOn <= day);
    }

    public string Kind => Name;

    public bool MayBePrior => false;

    public string Asks(Localizer t, string title) => t["Hold the certification “{0}”", title];

    public string Done(Localizer t, string title) => t["Certification “{0}” held", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct) =>
        [.. (await db.Rows<Row>("select slug, title_zh, title_en from v_certification_program order by slug", null, ct)).Select(p => new EvidenceChoice(p.Slug, p.TitleZh, p.TitleEn, "/learn/programs"))];

    public async Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) =>
        await db.Rows<long>($"select distinct d.person_id from certification_period d where {db.Dialect.Among("d.person_id", "ids")} and d.completed_on is not null", new { ids = GivenRows.Of(people) }, ct);

    public Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public async Task<string?> HeldAt(long personId, string key, DateTimeOffset at, DateOnly day, CancellationToken ct)
    {
        var earned = await db.Rows<HeldRow>(
            """
            select d.id, d.valid_from, d.expires_on, d.ended_on, y.time_zone from certification_period d join certification_program p on p.id = d.program_id join certification_policy y on y.id = d.policy_id
            where d.person_id = @personId and p.slug = @key and d.completed_on is not null order by d.number desc
            """, new { personId, key }, ct);
        return earned.Find(e => e.IsHeldOn(e.TimeZone is null ? day : PolicyZone.Of(e.TimeZone, TimeZoneInfo.Utc).DayOf(at))) is { } held ? $"period:{held.Id}" : null;
    }
}
