using Microsoft.AspNetCore.Mvc;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certification.Forecast;

/// <summary>Which certifications run out in the coming year, and where fewer will hold them than a site needs.</summary>
[Requires(CertificationPermissions.View)]
internal sealed class ForecastPageModel(Db db, ReadForecast read) : HubPage
{
    private const int Most = 200;

    public sealed record SiteChoice(string Code, string Name);

    public sealed record ProgramChoice(string Slug, string TitleZh, string TitleEn);

    [BindProperty(SupportsGet = true)] public string? Site { get; set; }
    [BindProperty(SupportsGet = true)] public string? Program { get; set; }

    public IReadOnlyList<SiteChoice> Sites { get; private set; } = [];
    public IReadOnlyList<ProgramChoice> Programs { get; private set; } = [];
    public IReadOnlyList<ForecastLine> Lines { get; private set; } = [];
    public int Short { get; private set; }
    public int Left { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Sites = await db.Rows<SiteChoice>(
            "select s.code, s.name from v_people_site s where exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id) order by s.name, s.code",
            new { viewer = Me.Id, permission = CertificationPermissions.View }, ct);
        Programs = await db.Rows<ProgramChoice>("select v.slug, v.title_zh, v.title_en from v_certification_program v order by v.slug", null, ct);
        var all = await read.Handle(Site, Program, ct);
        (Lines, Left, Short) = ([.. all.Take(Most)], Math.Max(0, all.Count - Most), all.Count(l => l.IsShortNow || l.ShortFrom is not null));
    }
}
