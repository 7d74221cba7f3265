using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certificates.Issued;

internal sealed record ListedCertificate(long Id, string Number, string Name, string SiteName, string TitleZh, string TitleEn, DateOnly? ExpiresOn, string State);

internal sealed record ProgramChoice(string Slug, string TitleZh, string TitleEn);

/// <summary>All certificates of people in the viewer's scope, the newest first.</summary>
[Requires(CertificatesPermissions.View)]
internal sealed class CertificateList(Db db, IPolicyDays days, VerifyAddress address) : SearchPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Program { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    public List<ListedCertificate> Rows { get; private set; } = [];

    public List<ProgramChoice> Programs { get; private set; } = [];

    public string? NextUrl { get; private set; }

    public bool CanIssue => address.IsKnown;

    public long Waiting { get; private set; }

    public async Task OnGet(long? before, CancellationToken ct)
    {
        if (!CanIssue) Waiting = await db.Scalar<long>("select count(*) from certificates_pending", null, ct);
        Programs = await db.Rows<ProgramChoice>("select slug, title_zh, title_en from v_certification_program order by slug", null, ct);
        var now = await days.Now(ct);
        var state = CertificateState.All.Contains(State) ? State : null;
        Rows = await db.Rows<ListedCertificate>(
            $"""
            select c.id, c.number, p.name, p.site_name, g.title_zh, g.title_en, c.expires_on, {CertificateState.Sql(now)} as state
            from certificates_certificate c
            join v_people_person p on p.id = c.person_id
            join v_certification_program g on g.id = c.program_id
            where {PeopleScope.Sees("p.site_id", "p.department_id")}
              and (@like = '%%' or lower(p.name) like @like escape '\' or lower(coalesce(p.latin_name, '')) like @like escape '\' or lower(coalesce(p.employee_number, '')) like @like escape '\' or lower(c.number) like @like escape '\')
              and (@program = '' or g.slug = @program)
              and (@state = '' or {CertificateState.Sql(now)} = @state)
              and c.id < @before
            order by c.id desc limit {PageSize + 1}
            """,
            new
            {
                viewer = Me.Id, permission = CertificatesPermissions.View, like = $"%{Escape(Q ?? "")}%", program = Program ?? "", state = state ?? "",
                before = before ?? long.MaxValue, today = now.Hub, dayBefore = now.Before, dayAfter = now.After,
            }, ct);
        if (Rows.Count <= PageSize) return;
        Rows.RemoveAt(PageSize);
        NextUrl = QueryHelpers.AddQueryString("/hr/certificates", new Dictionary<string, string?> { [SearchWords.Key] = Find, ["program"] = Program, ["state"] = state, ["before"] = $"{Rows[^1].Id}" });
    }

    private static string Escape(string text) =>
        text.Trim().ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
