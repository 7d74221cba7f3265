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
        var args = new { viewer = actor.PersonId, permission = CertificationPermissions.View, monday, site = site ?? "", program = program ?? "" };
        var whole = PeopleScope.SeesAllOf("x.site_id");
        const string below = "(@site = '' or exists (select 1 from v_people_site_tree t join v_people_site a on a.id = t.ancestor_id where t.site_id = x.site_id and a.code = @site))";
        const string asked = "(@program = '' or x.program_id = (select g.id from certification_program g where g.slug = @program))";
        var sums = await db.Rows<SumRow>($"select x.site_id, x.program_id, x.week_on, x.people from certification_forecast x where x.week_on >= @monday and x.people <> 0 and {whole} and {below} and {asked}", args, ct);
        var single = await db.Rows<PersonRow>(
            $"""
            select x.site_id, x.program_id, x.expires_on, x.left_on from (
                select p.site_id, p.department_id, d.program_id, d.expires_on, p.left_on from certification_period d join v_people_person p on p.id = d.person_id
                where d.completed_on is not null and d.ended_on is null and d.expires_on >= @monday) x
            where {PeopleScope.Sees("x.site_id", "x.department_id")} and not {whole} and {below} and {asked}
            """, args, ct);
        var covers = (await db.Rows<CoverRow>($"select x.site_id, x.program_id, x.each_shift, x.shifts from certification_cover x where {whole} and {below} and {asked}", args, ct)).ToDictionary(c => (c.SiteId, c.ProgramId));
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
