using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Calendar;

/// <summary>Says on which days of the week a site rests, and with it every site below that says nothing of its own.</summary>
internal sealed class SetRestDays(Db db, Reach reach, Audit audit)
{
    private sealed record Row(string? RestDays);

    /// <param name="days">ISO numbers; null: those of the site above.</param>
    public async Task<Problem?> Handle(long siteId, IReadOnlyCollection<int>? days, CancellationToken ct)
    {
        if (days?.Any(d => d is < 1 or > 7) == true) return Problem.Because("A week has the days 1 (Monday) to 7 (Sunday).");
        var now = days is null ? null : WeekDays.Write(days.Select(d => (DayOfWeek)(d % 7)));
        if (now?.Length == 13) return Problem.Because("A site works on at least one day of the week.");
        await using var tx = await db.Begin(ct);
        if (!await reach.Place(PeoplePermissions.Sites, siteId, null, ct)
            || await db.Row<Row>($"select rest_days from people_site where id = @siteId {db.Dialect.ForUpdate}", new { siteId }, ct) is not { } before) return Problem.NotFound("There is no such site.");
        if (now == before.RestDays) return null;
        await db.Execute("update people_site set rest_days = @now where id = @siteId", new { siteId, now }, ct);
        await audit.Write("people.rest-days", $"site:{siteId}", new { before = before.RestDays, now }, ct);
        await tx.Commit(ct);
        return null;
    }
}
