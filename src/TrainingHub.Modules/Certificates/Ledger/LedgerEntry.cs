using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certificates.Ledger;

/// <summary>What can happen to a certificate.</summary>
internal static class LedgerKinds
{
    public const string Issued = "issued";

    /// <summary>Issued for a certification that was not earned here but carried over.</summary>
    public const string Carried = "carried";

    public const string Sealed = "sealed";
    public const string Revoked = "revoked";
    public const string Superseded = "superseded";
}

/// <summary>
/// One link of the chain. Its hash is SHA-256 over the version byte followed by the canonical JSON (RFC 8785) of all other members.
/// The format is final (docs/ledger.md): a change would be a new version beside this one, never a change of it.
/// </summary>
/// <param name="Version">1: the members below, in canonical JSON.</param>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="At">UTC, to the microsecond.</param>
/// <param name="Program">The programme's slug.</param>
/// <param name="Commitment">See <see cref="CertificateData.Commitment"/>.</param>
/// <param name="Detail">sealed: SHA-256 of the PDF; superseded: "renewed" or "corrected"; otherwise null.</param>
/// <param name="PreviousHash">Of the entry before it; of the first, 64 zeros.</param>
internal sealed record LedgerEntry(
    int Version, long Sequence, DateTimeOffset At, string Kind, string CertificateNumber, string Program,
    DateOnly ValidFrom, DateOnly? ExpiresOn, string Commitment, string? Detail, string PreviousHash)
{
    public const int CurrentVersion = 1;

    public static readonly string FirstPreviousHash = new('0', 64);

    /// <summary>An instant as the ledger keeps it: PostgreSQL knows no ticks below the microsecond, so the hash may not either.</summary>
    public static DateTimeOffset Instant(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>The exact bytes the hash is taken over.</summary>
    public byte[] ToBytes() => [checked((byte)Version), .. CanonicalJson.Write(new JsonObject
    {
        ["at"] = At.UtcDateTime.ToString(SqlTypes.UtcFormat, CultureInfo.InvariantCulture),
        ["certificate"] = CertificateNumber,
        ["commitment"] = Commitment,
        ["detail"] = Detail,
        ["expiresOn"] = Date(ExpiresOn),
        ["kind"] = Kind,
        ["previous"] = PreviousHash,
        ["program"] = Program,
        ["sequence"] = Sequence,
        ["validFrom"] = Date(ValidFrom),
    })];

    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));

    private static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
