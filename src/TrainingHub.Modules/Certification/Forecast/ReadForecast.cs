using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>
/// The forecast as far as the reader's responsibility reaches: whole sites from the sums, single departments of a site by counting their people.
/// </summary>
internal sealed class ReadForecast(Db db, Actor actor, HubSettings settings, TimeProvider clock)
{
    private sealed record SumRow(long SiteId, long ProgramId, DateOnly WeekOn, long People);

    private sealed record PersonRow(long SiteId, long ProgramId, DateOnly ExpiresOn, DateOnly? LeftOn);

    private sealed record CoverRow(long SiteId, long ProgramId, int EachShift, int Shifts);

    private sealed record SiteRow(long Id, string Code, string Name);

    private sealed record ProgramRow(long Id, string Slug, string TitleZh, string TitleEn);

    public DateOnly ThisMonday => HeldWeek.Monday(settings.TimeZone.DayOf(clock.GetUtcNow()));

    /// <param name="site">A code: this site and all below it. Null: all.</param>
    /// <param name="program">A slug. Null: all.</param>
    public async Task<IReadOnlyList<ForecastLine>> Handle(string? site, string? program, CancellationToken ct)
    {
        var monday = ThisMonday;
        // Which sites are seen is asked once, not for each of fifty thousand sums.
        const string below = "(@site = '' or exists (select 1 from v_people_site_tree t join v_people_site a on a.id = t.ancestor_id where t.site_id = s.id and a.code = @site))";
        var reader = new { viewer = actor.PersonId, permission = CertificationPermissions.View, site = site ?? "" };
        var whole = (await db.Rows<long>($"select s.id from v_people_site s where {below} and {PeopleScope.SeesAllOf("s.id")}", reader, ct)).ToArray();
        var parts = (await db.Rows<long>($"select s.id from v_people_site s where {below} and exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id)", reader, ct))
            .Except(whole).ToArray();
        var args = new { reader.viewer, reader.permission, monday, whole, parts, program = program ?? "" };
        const string asked = "(@program = '' or x.program_id = (select g.id from certification_program g where g.slug = @program))";
        var sums = await db.Rows<SumRow>($"select x.site_id, x.program_id, x.week_on, x.people from certification_forecast x where {db.Dialect.In("x.site_id", "whole")} and x.week_on >= @monday and x.people <> 0 and {asked}", args, ct);
        var single = parts.Length == 0 ? [] : await db.Rows<PersonRow>(
            $"""
            select p.site_id, x.program_id, x.expires_on, p.left_on from certification_period x join v_people_person p on p.id = x.person_id
            where {db.Dialect.In("p.site_id", "parts")} and {PeopleScope.Sees("p.site_id", "p.department_id")} and x.completed_on is not null and x.ended_on is null and x.expires_on >= @monday and {asked}
            """, args, ct);
        var covers = (await db.Rows<CoverRow>($"select x.site_id, x.program_id, x.each_shift, x.shifts from certification_cover x where {db.Dialect.In("x.site_id", "whole")} and {asked}", args, ct)).ToDictionary(c => (c.SiteId, c.ProgramId));
        var sites = (await db.Rows<SiteRow>("select id, code, name from v_people_site", null, ct)).ToDictionary(s => s.Id);
        var programs = (await db.Rows<ProgramRow>("select id, slug, title_zh, title_en from v_certification_program", null, ct)).ToDictionary(p => p.Id);

        var counted = sums.Select(s => (Key: (s.SiteId, s.ProgramId), s.WeekOn, s.People))
            .Concat(single.Select(p => (Key: (p.SiteId, p.ProgramId), WeekOn: HeldWeek.Of(p.ExpiresOn, p.LeftOn), People: 1L)))
            .ToLookup(s => s.Key, s => (s.WeekOn, s.People));
        var lines = new List<ForecastLine>();
        foreach (var key in counted.Select(g => g.Key).Union(covers.Keys))
        {
            var (at, what, cover) = (sites[key.Item1], programs[key.Item2], covers.GetValueOrDefault(key));
            var (now, weeks) = ForecastLine.Of(counted[key].GroupBy(s => s.WeekOn).ToDictionary(g => g.Key, g => g.Sum(s => s.People)), monday, (long?)cover?.EachShift * cover?.Shifts);
            lines.Add(new ForecastLine(at.Id, at.Code, at.Name, what.Id, what.Slug, what.TitleZh, what.TitleEn, now, cover?.EachShift, cover?.Shifts, weeks));
        }
        return [.. lines.OrderBy(l => l.IsShortNow ? monday.AddDays(-1) : l.ShortFrom ?? DateOnly.MaxValue).ThenBy(l => l.SiteName, StringComparer.Ordinal).ThenBy(l => l.Slug, StringComparer.Ordinal)];
    }
}
