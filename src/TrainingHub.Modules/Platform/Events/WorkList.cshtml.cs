using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Platform.Events;

[Requires(PlatformPermissions.Jobs)]
internal sealed class WorkListModel(Db db, HubSettings settings) : HubPage
{
    private const int PageSize = 50;

    public sealed record QueueRow(string Queue, long Ready, long Leased, long Held, long Dead);

    public sealed record HeldRow(string Queue, string Consumer, long Count, DateTimeOffset First);

    public sealed record DeadRow(long Id, string Consumer, string Queue, int Attempts, string? Error, DateTimeOffset CreatedAt);

    public List<QueueRow> Counts { get; private set; } = [];

    public List<HeldRow> Held { get; private set; } = [];

    public List<DeadRow> Dead { get; private set; } = [];

    public long? Older { get; private set; }

    public string Zoned(DateTimeOffset time) => T.Time(time, settings.TimeZone);

    public async Task OnGet(long? before, CancellationToken ct)
    {
        var counted = (await db.Rows<QueueRow>(
            """
            select queue, count(*) filter (where state = 'ready') as ready, count(*) filter (where state = 'leased') as leased, count(*) filter (where state = 'held') as held, count(*) filter (where state = 'dead') as dead
            from platform_work where state <> 'done' group by queue
            """,
            null, ct)).ToDictionary(q => q.Queue);
        Counts = [.. new[] { Queues.General, Queues.Mail, Queues.Papers }.Union(counted.Keys).Select(q => counted.GetValueOrDefault(q) ?? new QueueRow(q, 0, 0, 0, 0))];
        Held = await db.Rows<HeldRow>("select queue, consumer, count(*) as count, min(created_at) as first from platform_work where state = 'held' group by queue, consumer order by queue, consumer", null, ct);
        Dead = await db.Rows<DeadRow>("select id, consumer, queue, attempts, error, created_at from platform_work where state = 'dead' and id < @last order by id desc limit @limit", new { last = before ?? long.MaxValue, limit = PageSize + 1 }, ct);
        if (Dead.Count > PageSize)
        {
            Dead.RemoveAt(PageSize);
            Older = Dead[^1].Id;
        }
    }

    public async Task<IActionResult> OnPostAgain(long id, [FromServices] RetryWork retry, CancellationToken ct) =>
        await retry.Handle(id, ct) is { } problem ? await Again(problem, ct) : Done("/admin/work", "Work {0} is tried again.", id);

    public async Task<IActionResult> OnPostRelease(string queue, [FromServices] ReleaseHeld release, CancellationToken ct)
    {
        var (count, problem) = await release.Handle(queue, ct);
        return problem is not null ? await Again(problem, ct) : Done("/admin/work", "Released, to be done now: {0}.", count);
    }

    public async Task<IActionResult> OnPostDiscard(string queue, [FromServices] DiscardHeld discard, CancellationToken ct)
    {
        var (count, problem) = await discard.Handle(queue, ct);
        return problem is not null ? await Again(problem, ct) : Done("/admin/work", "Discarded: {0}.", count);
    }

    private async Task<IActionResult> Again(Problem problem, CancellationToken ct)
    {
        await OnGet(null, ct);
        return Refuse(problem);
    }
}
