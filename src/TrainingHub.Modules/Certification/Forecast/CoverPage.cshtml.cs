using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>One programme at one site, week by week, and how many the site needs.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class CoverPageModel(Db db, ReadForecast read, SetCover set) : HubPage
{
    private sealed record Place(long SiteId, string SiteCode, string SiteName, long ProgramId, string Slug, string TitleZh, string TitleEn);

    public ForecastLine Line { get; private set; } = null!;
    public bool MaySet { get; private set; }

    [BindProperty] public int? EachShift { get; set; }
    [BindProperty] public int? Shifts { get; set; }

    public async Task<IActionResult> OnGetAsync(long site, string program, CancellationToken ct)
    {
        if (!await Load(site, program, ct)) return NotFound();
        (EachShift, Shifts) = (Line.EachShift ?? 0, Line.Shifts ?? 1);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long site, string program, CancellationToken ct)
    {
        if (!await Load(site, program, ct) || !MaySet) return NotFound();
        if (EachShift is not { } each || Shifts is not { } shifts) return Refuse(Problem.Because("Give both numbers as whole numbers."));
        if (await set.Handle(site, Line.ProgramId, each, shifts, ct) is { } problem) return Refuse(problem);
        return Done($"/hr/forecast/{site}/{program}", each == 0 ? "No minimum is set any more." : "The minimum was saved.");
    }

    private async Task<bool> Load(long site, string program, CancellationToken ct)
    {
        var place = await db.Row<Place>(
            """
            select s.id as site_id, s.code as site_code, s.name as site_name, g.id as program_id, g.slug, g.title_zh, g.title_en from v_people_site s, v_certification_program g
            where s.id = @site and g.slug = @program
            and exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id)
            """, new { site, program, viewer = Me.Id, permission = CertificationPermissions.View }, ct);
        if (place is null) return false;
        var (now, none) = ForecastLine.Of(new Dictionary<DateOnly, long>(), read.ThisMonday, null);
        Line = (await read.Handle(place.SiteCode, place.Slug, ct)).FirstOrDefault(l => l.SiteId == site)
            ?? new ForecastLine(place.SiteId, place.SiteCode, place.SiteName, place.ProgramId, place.Slug, place.TitleZh, place.TitleEn, now, null, null, none);
        MaySet = await set.MaySet(site, ct);
        return true;
    }
}
