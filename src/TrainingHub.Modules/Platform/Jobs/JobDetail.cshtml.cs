using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Platform.Jobs;

[Requires(PlatformPermissions.Jobs)]
internal sealed class JobDetailModel(Db db, Registry registry, HubSettings settings) : HubPage
{
    private const int PageSize = 50;

    public JobDeclaration Job { get; private set; } = null!;

    public List<JobRunRow> Runs { get; private set; } = [];

    public long? Older { get; private set; }

    public string Zoned(DateTimeOffset time) => T.Time(time, settings.TimeZone);

    public async Task<IActionResult> OnGet(string id, long? before, CancellationToken ct)
    {
        if (registry.Jobs.Find(j => j.Id == id) is not { } job) return NotFound();
        Job = job;
        Runs = await db.Rows<JobRunRow>($"select {JobRunRow.Columns} from platform_job_run where job = @id and id < @last order by id desc limit @limit",
            new { id, last = before ?? long.MaxValue, limit = PageSize + 1 }, ct);
        if (Runs.Count > PageSize)
        {
            Runs.RemoveAt(PageSize);
            Older = Runs[^1].Id;
        }
        return Page();
    }
}
