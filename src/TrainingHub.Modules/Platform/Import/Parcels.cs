using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace TrainingHub.Modules.Platform.Import;

/// <summary>
/// Between looking at what a file would do and doing it, the file travels through the browser, packed and encrypted: what was looked at is
/// what is imported, and nothing about people lies about on the server.
/// </summary>
internal sealed class Parcels(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <param name="purpose">Which import it is for: a parcel of one is worth nothing to another.</param>
    public string Pack(string purpose, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(bytes);
        return Convert.ToBase64String(Protector(purpose).Protect(packed.ToArray(), Lifetime));
    }

    /// <summary>Null where it is too old or not ours.</summary>
    public byte[]? Unpack(string purpose, string? parcel)
    {
        try
        {
            using var packed = new MemoryStream(Protector(purpose).Unprotect(Convert.FromBase64String(parcel ?? "")));
            using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            brotli.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null; // too old, or not ours; the page says so
        }
    }

    private ITimeLimitedDataProtector Protector(string purpose) => protection.CreateProtector(purpose).ToTimeLimitedDataProtector();
}
