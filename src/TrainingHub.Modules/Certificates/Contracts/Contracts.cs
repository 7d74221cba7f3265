using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certificates.Contracts;

/// <summary>A certificate row and its ledger entry were written; the paper can be rendered.</summary>
public sealed record CertificateIssued(long CertificateId, long PeriodId, long PersonId);

public interface ICertificatePapers
{
    /// <summary>The PDF's bytes: rendered, stored and sealed at the first call, the same bytes ever after.</summary>
    Task<Outcome<byte[]>> Pdf(string number, CancellationToken ct);
}
