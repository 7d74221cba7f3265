namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>What an open period asks of somebody and does not have yet.</summary>
/// <param name="Key">Of the kind that was asked about.</param>
/// <param name="Since">Nothing that was done until then counts: when the period counts from, or when the last deed of this kind and key was done, which did not count.</param>
public sealed record AskedEvidence(string Key, DateTimeOffset Since);

/// <summary>For a kind of evidence that is worked out from many small deeds, as practice.</summary>
public interface IAskedEvidence
{
    /// <summary>One for each open period and key; cheap where nothing of the kind is asked.</summary>
    Task<IReadOnlyList<AskedEvidence>> Of(long personId, string kind, CancellationToken ct);
}
