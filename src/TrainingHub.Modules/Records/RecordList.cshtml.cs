using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;
using TrainingHub.Modules.Records.Export;

namespace TrainingHub.Modules.Records;

internal sealed record SiteChoice(string Code, string Name);

internal sealed record ProgramChoice(string Slug, string TitleZh, string TitleEn);

/// <summary>Certification records of everybody in the viewer's scope: found by person, site, programme, status and date, as of today or any other day.</summary>
[Requires(RecordsPermissions.View)]
internal class RecordList(Db db, RecordQuery records, SearchWords words) : SearchPage
{
    private const int PageSize = 50;

    public virtual string Path => "/hr/records";

    public RecordFilter Filter { get; private set; } = new();

    public RecordOrder Order { get; private set; }

    public List<RecordRow> Rows { get; private set; } = [];

    public List<SiteChoice> Sites { get; private set; } = [];

    public List<ProgramChoice> Programs { get; private set; } = [];

    public string? NextUrl { get; private set; }

    public bool TooManyPapers { get; private set; }

    public static int MostPapers => DownloadRecords.MostPapers;

    public bool HasMoreFilters => Filter.CertifiedFrom is not null || Filter.CertifiedTo is not null || Filter.ExpiresFrom is not null || Filter.ExpiresTo is not null || Filter.AsOf is not null;

    public async Task OnGet(long? after, string? sort, string? tooMany, CancellationToken ct)
    {
        Filter = RecordFilter.From(Request.Query, words);
        Order = sort == "expiry" ? RecordOrder.Expiry : RecordOrder.Name;
        TooManyPapers = tooMany is not null;
        Sites = await db.Rows<SiteChoice>(
            "select s.code, s.name from v_people_site s where exists (select 1 from v_people_scope sc where sc.viewer_id = @viewer and sc.permission = @permission and sc.site_id = s.id) order by s.code",
            new { viewer = Me.Id, permission = RecordsPermissions.View }, ct);
        Programs = await db.Rows<ProgramChoice>("select slug, title_zh, title_en from v_certification_program order by slug", null, ct);
        Rows = await records.Page(Filter, new RecordViewer(Me.Id), Order, after, PageSize + 1, ct);
        if (Rows.Count <= PageSize) return;
        Rows.RemoveAt(PageSize);
        NextUrl = Filter.Url(Path, ("sort", sort), ("after", $"{Rows[^1].Id}"));
    }

    public string SortUrl(string sort) => Filter.Url(Path, ("sort", sort));
}
