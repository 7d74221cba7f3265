using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingHub.Modules.Certificates.Ledger;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certificates;

/// <summary>
/// What was true when the certificate was issued, frozen: everything that is printed on it. Kept as canonical JSON; the ledger holds only a
/// salted hash of that text, so that the person can be erased without breaking the chain.
/// </summary>
internal sealed record CertificateData(
    string Number, string HubName, string HolderName, string? HolderLatinName, string ProgramTitleZh, string ProgramTitleEn,
    IReadOnlyList<CertificateClause> Clauses, DateOnly IssuedOn, DateOnly ValidFrom, DateOnly? ExpiresOn, string Language, CarriedFrom? Carried = null)
{
    public const int SaltBytes = 32;

    public string ToCanonicalJson() => Encoding.UTF8.GetString(CanonicalJson.Write(JsonSerializer.SerializeToNode(this, Json.Plain)));

    public static CertificateData FromJson(string json) =>
        JsonSerializer.Deserialize<CertificateData>(json, Json.Plain) ?? throw new JsonException("The certificate's data is empty.");

    /// <summary>SHA-256 over the salt and the canonical JSON, in lower-case hexadecimal. Without the salt nobody can test a guessed name against it.</summary>
    public static string Commitment(string saltHex, string canonicalJson) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Convert.FromHexString(saltHex), .. Encoding.UTF8.GetBytes(canonicalJson)]));

    public CertificatePaper ToPaper(string verifyUrl) =>
        new(HubName, HolderName, HolderLatinName, ProgramTitleZh, ProgramTitleEn, Clauses, IssuedOn, ValidFrom, ExpiresOn, Number, verifyUrl, Language, Carried);
}

/// <summary>Where a certification that was carried over comes from; that there is one says that it was not earned at the hub.</summary>
/// <param name="Issuer">Who certified it.</param>
/// <param name="Number">The number of that certificate.</param>
internal sealed record CarriedFrom(string? Issuer, string? Number);
