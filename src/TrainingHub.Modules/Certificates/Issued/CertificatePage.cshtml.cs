using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certificates.Issued;

internal sealed record ShownCertificate(
    long Id, string Number, string Code, long PeriodId, string? Data, long PersonId, string Name, string SiteName, string TitleZh, string TitleEn, DateOnly ValidFrom, DateOnly? ExpiresOn, string State, string? EndReason, string? SupersededBy)
{
    public bool IsErased => Data is null;
}

internal sealed record ShownEntry(long Sequence, DateTimeOffset At, string Kind);

/// <summary>One certificate with its history; revoke it, or correct what is printed.</summary>
[Requires(CertificatesPermissions.View)]
internal sealed class CertificatePage(Db db, HubSettings settings, IPolicyDays days, ReissueCertificate reissue, ICertifications certifications) : HubPage
{
    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public string Mistake { get; set; } = "";

    public ShownCertificate Certificate { get; private set; } = null!;

    public List<ShownEntry> Entries { get; private set; } = [];

    public string? PrintedName { get; private set; }

    /// <summary>Where it comes from, if it was not earned here.</summary>
    public CarriedFrom? Carried { get; private set; }

    public TimeZoneInfo Zone => settings.TimeZone;

    /// <summary>Only a certificate in force can be ended, and only by who may do that where its holder works.</summary>
    public bool CanEnd { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var ct = context.HttpContext.RequestAborted;
        var number = (string)context.RouteData.Values["number"]!;
        if (await Find(number, CertificatesPermissions.View, ct) is not { } found)
        {
            context.Result = NotFound();
            return;
        }
        Certificate = found;
        var printed = found.Data is { } data ? CertificateData.FromJson(data) : null;
        (PrintedName, Carried) = (printed?.HolderName, printed?.Carried);
        Entries = await db.Rows<ShownEntry>("select sequence, at, kind from certificates_ledger where certificate_number = @number order by sequence", new { number }, ct);
        CanEnd = found.State is not (CertificateState.Revoked or CertificateState.Superseded) && Me.Can(CertificatesPermissions.Revoke) && await Find(number, CertificatesPermissions.Revoke, ct) is not null;
        if (HttpContext.Request.Method == "POST" && !CanEnd) context.Result = NotFound();
        else await next();
    }

    public PageResult OnGet() => Page();

    public async Task<IActionResult> OnPostRevoke(CancellationToken ct) =>
        await certifications.Revoke(Certificate.PeriodId, Reason, ct) is { } problem ? Refuse(problem) : Done($"/hr/certificates/{Certificate.Number}", "Certificate {0} is revoked.", Certificate.Number);

    public async Task<IActionResult> OnPostReissue(CancellationToken ct)
    {
        var corrected = await reissue.Handle(Certificate.Number, Mistake, ct);
        return corrected.Problem is { } problem ? Refuse(problem) : Done($"/hr/certificates/{corrected.Value}", "Certificate {0} replaces {1}.", corrected.Value!, Certificate.Number);
    }

    public string Say(ShownEntry entry) => entry.Kind switch
    {
        LedgerKinds.Issued => T["Issued"],
        LedgerKinds.Carried => T["Carried over"],
        LedgerKinds.Sealed => T["PDF sealed"],
        LedgerKinds.Revoked => T["Revoked"],
        _ => T["Superseded"],
    };

    private async Task<ShownCertificate?> Find(string number, string permission, CancellationToken ct)
    {
        var now = await days.Now(ct);
        return await db.Row<ShownCertificate>(
            $"""
            select c.id, c.number, c.code, c.period_id, c.data, p.id as person_id, p.name, p.site_name, g.title_zh, g.title_en, c.valid_from, c.expires_on, {CertificateState.Sql(now)} as state, c.end_reason, n.number as superseded_by
            from certificates_certificate c
            join v_people_person p on p.id = c.person_id
            join v_certification_program g on g.id = c.program_id
            left join certificates_certificate n on n.id = c.superseded_by
            where c.number = @number and {PeopleScope.Sees("p.site_id", "p.department_id")}
            """,
            new { number, viewer = Me.Id, permission, today = now.Hub, dayBefore = now.Before, dayAfter = now.After }, ct);
    }
}
