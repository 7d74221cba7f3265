using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>
/// The last bytes of a backup, inside the comment of the zip archive: a name and the SHA-256 of every byte before it. Zip's own checks leave
/// gaps (headers, the directory, and .NET does not look at the CRC); under the seal no byte can change or be lost unseen.
/// </summary>
internal static class BackupSeal
{
    private const string Name = "TrainingHub backup, sha256 of all before: ";
    private const int HashLength = 64;

    public static readonly int Length = Name.Length + HashLength;

    /// <summary>What the archive carries as its comment until its bytes are known.</summary>
    public static string Placeholder { get; } = Name + new string('0', HashLength);

    /// <summary>Puts the hash into its place at the end and the whole onto the disk.</summary>
    public static async Task Close(FileStream file, CancellationToken ct)
    {
        var hash = await HashOfAllBefore(file, ct);
        file.Position = file.Length - HashLength;
        await file.WriteAsync(Encoding.ASCII.GetBytes(hash), ct);
        #pragma warning disable CA1849 // FlushAsync does not reach the disk
        file.Flush(flushToDisk: true);
        #pragma warning restore CA1849
    }

    /// <summary>Whether the file ends as a backup does; a quick look, which <see cref="Check"/> is not.</summary>
    public static async Task<bool> IsPresent(FileStream file, CancellationToken ct) => (await End(file, ct)).StartsWith(Name, StringComparison.Ordinal);

    /// <summary>Null where the file is a backup and every byte is as it was written.</summary>
    public static async Task<Problem?> Check(FileStream file, string path, CancellationToken ct)
    {
        if (!await StartsAsZip(file, ct)) return Problem.Because("{0} is not a backup of TrainingHub. Nothing was changed.", path);
        var seal = await End(file, ct);
        if (!seal.StartsWith(Name, StringComparison.Ordinal))
            return Problem.Because("{0} does not end as a backup of TrainingHub does: it is cut off, damaged or another kind of file. Nothing was changed; take another backup, or copy this one anew.", path);
        return seal[Name.Length..] == await HashOfAllBefore(file, ct)
            ? null
            : Problem.Because("{0} is damaged: its bytes are not those that were written. Nothing was changed; take another backup, or copy this one anew.", path);
    }

    private static async Task<bool> StartsAsZip(FileStream file, CancellationToken ct)
    {
        var start = new byte[4];
        file.Position = 0;
        return await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct) == start.Length && start.AsSpan().SequenceEqual("PK\u0003\u0004"u8);
    }

    private static async Task<string> End(FileStream file, CancellationToken ct)
    {
        if (file.Length < Length) return "";
        var end = new byte[Length];
        file.Position = file.Length - Length;
        await file.ReadExactlyAsync(end, ct);
        return Encoding.Latin1.GetString(end);
    }

    private static async Task<string> HashOfAllBefore(FileStream file, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            file.Position = 0;
            var left = file.Length - HashLength;
            while (left > 0)
            {
                var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), ct);
                if (read == 0) break;
                hash.AppendData(buffer, 0, read);
                left -= read;
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
