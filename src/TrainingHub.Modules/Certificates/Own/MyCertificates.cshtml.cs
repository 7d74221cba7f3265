using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Web;

namespace TrainingHub.Modules.Certificates.Own;

internal sealed record OwnCertificate(
    string Number, string Code, string TitleZh, string TitleEn, DateOnly ValidFrom, DateOnly? ExpiresOn, DateTimeOffset? EndedAt, string? EndKind, DateOnly? WindowOpensOn, DateOnly? GraceEndsOn, string? TimeZone);

[Requires(CertificatesPermissions.Own)]
internal sealed class MyCertificates(Db db, IPersonDirectory people, TimeProvider clock) : HubPage
{
    private TimeZoneInfo home = TimeZoneInfo.Utc;

    /// <summary>What counts now, and what was taken away: its holder should see that too.</summary>
    public List<OwnCertificate> Current { get; private set; } = [];

    /// <summary>What a newer certificate replaced.</summary>
    public List<OwnCertificate> Earlier { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        home = (await people.Find(Me.Id, ct))!.Zone;
        var all = await db.Rows<OwnCertificate>(
            """
            select c.number, c.code, p.title_zh, p.title_en, c.valid_from, c.expires_on, c.ended_at, c.end_kind, d.window_opens_on, d.grace_ends_on, d.time_zone
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

    public string StateOf(OwnCertificate c) => c.EndKind ?? CertificateState.On(Today(c), c.ValidFrom, c.ExpiresOn);

    public bool IsExpiring(OwnCertificate c) => StateOf(c) == CertificateState.Valid && Today(c) >= c.WindowOpensOn;

    public bool IsInGrace(OwnCertificate c) => StateOf(c) == CertificateState.Expired && Today(c) <= c.GraceEndsOn;

    public DateOnly EndedOn(OwnCertificate c) => PolicyZone.Of(c.TimeZone, home).DayOf(c.EndedAt!.Value);

    private DateOnly Today(OwnCertificate c) => PolicyZone.Of(c.TimeZone, home).DayOf(clock.GetUtcNow());
}
