namespace TrainingHub.Modules.Certificates.Contracts;

/// <summary>What anybody who holds the code may know of a certificate.</summary>
/// <param name="State">valid, not-yet-valid, expired (in grace too), revoked, superseded</param>
/// <param name="Holder">The masked name, as "李**" or "Anna M."; null where the holder's data was erased.</param>
/// <param name="ExpiresOn">The last valid day, inclusive; null: without end.</param>
/// <param name="EndedOn">When it was revoked or superseded.</param>
public sealed record VerifiedCertificate(string Number, string State, string? Holder, string ProgramTitleZh, string ProgramTitleEn, DateOnly ValidFrom, DateOnly? ExpiresOn, DateOnly? EndedOn);

public interface ICertificateVerification
{
    /// <summary>By the code of the QR; blanks, capitals and look-alikes (o, i, l) as people type them are understood. Null where there is none.</summary>
    Task<VerifiedCertificate?> Find(string code, CancellationToken ct);

    /// <summary>The code of the certificate of this serial, if the name is exactly the holder's; null otherwise, whichever of the two is wrong.</summary>
    Task<string?> CodeOf(string number, string holder, CancellationToken ct);
}
