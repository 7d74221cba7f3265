using TrainingHub.Modules.Certificates.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certificates;

/// <summary>Renders the paper soon after it was issued, so that the first download need not wait for it.</summary>
internal sealed class RenderPaper(Db db, ICertificatePapers papers) : IConsumer<CertificateIssued>
{
    public async Task Handle(CertificateIssued e, WorkItem item, CancellationToken ct)
    {
        var number = await db.Scalar<string>("select number from certificates_certificate where id = @CertificateId and data is not null", new { e.CertificateId }, ct);
        if (number is null) return; // erased before it was printed
        var paper = await papers.Pdf(number, ct);
        if (paper.Problem is { } problem) throw new WorkRefusedException(problem.ToString());
    }
}
