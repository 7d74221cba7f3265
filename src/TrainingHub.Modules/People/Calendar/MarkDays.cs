using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Calendar;

/// <param name="To">The last of them; the same day for one alone.</param>
/// <param name="Works">False: the site is closed. True: it works, though the weekday is one of rest.</param>
internal sealed record SpecialDays(long SiteId, DateOnly From, DateOnly To, bool Works, string Reason);

/// <summary>Marks days on which a site does not do as its weekday says, or unmarks one. Marked again, the new word counts.</summary>
internal sealed class MarkDays(Db db, Reach reach, Audit audit)
{
    private const int Most = 62;
    private const int LongestReason = 100;

    public async Task<Problem?> Handle(SpecialDays days, CancellationToken ct)
    {
        var reason = days.Reason.Trim();
        if (days.To < days.From) return Problem.Because("The last day is before the first. Turn the two dates round.");
        if (days.To.DayNumber - days.From.DayNumber >= Most) return Problem.Because("At most {0} days can be marked at once.", Most);
        if (reason.Length is 0 or > LongestReason) return Problem.Because("Say what the days are, in at most {0} characters.", LongestReason);
        await using var tx = await db.Begin(ct);
        if (!await reach.Place(PeoplePermissions.Sites, days.SiteId, null, ct)) return Problem.NotFound("There is no such site.");
        for (var number = days.From.DayNumber; number <= days.To.DayNumber; number++)
        {
            var day = DateOnly.FromDayNumber(number);
            await db.Execute(
                """
                insert into people_site_closure(site_id, day, reason, works) values (@SiteId, @day, @reason, @Works)
                on conflict (site_id, day) do update set reason = excluded.reason, works = excluded.works
                """, new { days.SiteId, day, reason, days.Works }, ct);
        }
        await audit.Write("people.days-marked", $"site:{days.SiteId}", new { from = days.From, to = days.To, days.Works }, ct);
        await tx.Commit(ct);
        return null;
    }

    public async Task<Problem?> Unmark(long siteId, DateOnly day, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (!await reach.Place(PeoplePermissions.Sites, siteId, null, ct)) return Problem.NotFound("There is no such site.");
        if (await db.Execute("delete from people_site_closure where site_id = @siteId and day = @day", new { siteId, day }, ct) > 0)
            await audit.Write("people.day-unmarked", $"site:{siteId}", new { day }, ct);
        await tx.Commit(ct);
        return null;
    }
}
