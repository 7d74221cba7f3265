using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Platform.Admin;

[Requires(PlatformPermissions.Audit)]
internal sealed class AuditLogModel(Db db, HubSettings settings) : HubPage
{
    private const int PageSize = 50;

    public AuditQuery Filter { get; private set; } = null!;

    public List<AuditRow> Entries { get; private set; } = [];

    public long? Older { get; private set; }

    public string Zoned(DateTimeOffset time) => T.Time(time, settings.TimeZone);

    public string Who(AuditRow entry) => entry switch
    {
        { ActorId: { } id } => T["Person {0}", id],
        { Via: { } via } => T["The hub ({0})", via],
        _ => T["A visitor"],
    };

    // A page model's own "action" is the route's; hence the name of the parameter.
    public async Task OnGet([Microsoft.AspNetCore.Mvc.FromQuery(Name = "action")] string? deed, string? subject, long? actor, DateOnly? from, DateOnly? to, long? before, CancellationToken ct)
    {
        Filter = new AuditQuery(deed, subject, actor, from, to);
        Entries = await db.Rows<AuditRow>(AuditQuery.Sql, Filter.Arguments(settings.TimeZone, before ?? long.MaxValue, PageSize + 1), ct);
        if (Entries.Count <= PageSize) return;
        Entries.RemoveAt(PageSize);
        Older = Entries[^1].Id;
    }
}
