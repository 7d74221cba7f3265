using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certificates.Own;

internal sealed record OwnCertificate(
    string Number, string Code, string TitleZh, string TitleEn, DateOnly ValidFrom, DateOnly? ExpiresOn, DateTimeOffset? EndedAt, string? EndKind, DateOnly? WindowOpensOn, DateOnly? GraceEndsOn);

[Requires(CertificatesPermissions.Own)]
internal sealed class MyCertificates(Db db, IPersonDirectory people, HubSettings settings) : HubPage
{
    private DateOnly today;

    /// <summary>What counts now, and what was taken away: its holder should see that too.</summary>
    public List<OwnCertificate> Current { get; private set; } = [];

    /// <summary>What a newer certificate replaced.</summary>
    public List<OwnCertificate> Earlier { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        today = await people.Today(Me.Id, ct);
        var all = await db.Rows<OwnCertificate>(
            """
            select c.number, c.code, p.title_zh, p.title_en, c.valid_from, c.expires_on, c.ended_at, c.end_kind, d.window_opens_on, d.grace_ends_on
            from certificates_certificate c
            join v_certification_program p on p.id = c.program_id
            join v_certification_period d on d.id = c.period_id
            where c.person_id = @me and c.data is not null
            order by c.id desc
            """,
            new { me = Me.Id }, ct);
        Current = [.. all.Where(c => c.EndKind != CertificateState.Superseded)];
        Earlier = [.. all.Where(c => c.EndKind == CertificateState.Superseded)];
    }

    public string StateOf(OwnCertificate c) => c.EndKind ?? CertificateState.On(today, c.ValidFrom, c.ExpiresOn);

    public bool IsExpiring(OwnCertificate c) => StateOf(c) == CertificateState.Valid && today >= c.WindowOpensOn;

    public bool IsInGrace(OwnCertificate c) => StateOf(c) == CertificateState.Expired && today <= c.GraceEndsOn;

    public DateOnly EndedOn(OwnCertificate c) => settings.TimeZone.DayOf(c.EndedAt!.Value);
}
