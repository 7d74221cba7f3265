using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Certificates.Issued;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Certificates.Verification;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Platform.Pdf;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certificates;

public sealed class CertificatesModule : IModule
{
    public string Name => "certificates";

    public void Register(ModuleBuilder m)
    {
        var s = m.Services;
        s.AddSingleton<VerifyAddress>();
        s.AddScoped<SerialNumbers>();
        s.AddScoped<LedgerWriter>();
        s.AddScoped<VerifyLedger>();
        s.AddScoped<IInvariant, LedgerHolds>();
        s.AddScoped<IInvariant, OnePaperPerCertification>();
        s.AddSingleton(new PdfFonts(Path.Combine(m.Settings.FontFolder, "NotoSansSC_400Regular.ttf"), Path.Combine(m.Settings.FontFolder, "NotoSansSC_700Bold.ttf")));
        s.AddSingleton<ICertificateRenderer, CertificatePdf>();
        s.AddScoped<ICertificatePapers, CertificatePapers>();
        s.AddSingleton<VerifyThrottle>();
        s.AddScoped<ICertificateVerification, VerifyCertificate>();
        s.AddScoped<IPersonSection, CertificatesOnPersonPage>();
        s.AddScoped<DownloadCertificate>();
        s.AddScoped<ReissueCertificate>();
        s.AddScoped<EraseCertificateData>();
        m.OnInline<PeriodCertified, IssueCertificate>();
        m.OnInline<PeriodEnded, EndCertificate>();
        m.OnInline<PeriodMoved, CorrectCertificate>();
        m.On<CertificateIssued, RenderPaper>(Queues.Papers);
        m.Work<PaperErased, ForgetPaper>(EraseCertificateData.Forget, Queues.Papers);
        m.Job<IssueMissingJob>("certificates.issue-missing", "Issue waiting certificates", "Issues the certificates that had to wait until the hub's address was set.", Every.Minutes(10));
        m.BackupFact("the head of the ledger", "select cast(sequence as text) || ' ' || hash from certificates_ledger_head where id = 1");
        m.NamesBlobs("select pdf_sha256 from certificates_certificate where pdf_sha256 is not null and data is not null");
        m.Verb<LedgerVerifyVerb>();
        m.Verb<CertificatesExportVerb>();

        m.Permission(CertificatesPermissions.Own, "See and download one's own certificates", Roles.All);
        m.Permission(CertificatesPermissions.View, "See and download other people's certificates", Roles.Hr, Roles.Manager, Roles.Auditor, Roles.Admin);
        m.Permission(CertificatesPermissions.Revoke, "Revoke and reissue certificates", Roles.Hr, Roles.Admin);
        m.Menu(MenuArea.Learn, "My certificates", "/learn/certificates", CertificatesPermissions.Own);
        m.Menu(MenuArea.Hr, "Certificates", "/hr/certificates", CertificatesPermissions.View);
    }

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/learn/certificates/{number}/pdf", (string number, DownloadCertificate download, CancellationToken ct) => download.Own(number, ct)).RequireAuthorization(new RequiresAttribute(CertificatesPermissions.Own));
        endpoints.MapGet("/hr/certificates/{number}/pdf", (string number, DownloadCertificate download, CancellationToken ct) => download.InScope(number, ct)).RequireAuthorization(new RequiresAttribute(CertificatesPermissions.View));
    }
}
