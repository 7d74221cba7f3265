using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Sessions.Attendance;

/// <summary>A classroom session on a topic, attended as its trainer confirmed.</summary>
internal sealed class AttendedKind(Db db) : IEvidenceKind
{
    public const string Name = "attended";

    private sealed record Row(string Slug, string TitleZh, string TitleEn);

    public string Kind => Name;

    public string Asks(Localizer t, string title) => t["Attend a session on “{0}”", title];

    public string Done(Localizer t, string title) => t["Session on “{0}” attended", title];

    public async Task<IReadOnlyList<EvidenceChoice>> Choices(CancellationToken ct) =>
        [.. (await db.Rows<Row>("select slug, title_zh, title_en from sessions_topic order by slug", null, ct)).Select(o => new EvidenceChoice(o.Slug, o.TitleZh, o.TitleEn, $"/learn/sessions?topic={o.Slug}"))];

    public Task<IReadOnlyCollection<long>> MayHold(IReadOnlyCollection<long> people, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    public Task<IReadOnlyCollection<long>> MayBeginAfresh(IReadOnlyCollection<long> people, string key, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);
}
