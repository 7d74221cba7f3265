using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TrainingHub.Modules.Platform.Backups;

/// <summary>Writes the archive entry by entry, hashing what passes; nothing is held in memory.</summary>
internal sealed class BackupArchive(FileStream file) : IAsyncDisposable
{
    private readonly ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true) { Comment = BackupSeal.Placeholder };
    private readonly List<BackedUpFile> files = [];

    public IReadOnlyList<BackedUpFile> Files => files;

    /// <summary>False where the file is gone, as a blob that was erased since it was listed.</summary>
    public async Task<bool> Add(string source, string path, CompressionLevel compression, CancellationToken ct)
    {
        FileStream from;
        try
        {
            from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        await using (from)
        await using (var to = await zip.CreateEntry(path, compression).OpenAsync(ct))
            files.Add(new BackedUpFile(path, from.Length, await HashedCopy.Run(from, to, ct)));
        return true;
    }

    public async Task Add(BackupManifest manifest, CancellationToken ct)
    {
        await using var to = await zip.CreateEntry(BackupManifest.EntryName, CompressionLevel.Optimal).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(to, manifest, Json.Plain, ct);
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();
}

/// <summary>Where a file of the archive goes: nowhere but to the three places that a backup is made of.</summary>
internal static partial class BackupPaths
{
    public const string Keys = "keys";
    public const string Blobs = "blobs";

    [GeneratedRegex(@"^(database\.(sqlite|pgdump)|keys/[A-Za-z0-9_.-]+\.xml|blobs/[0-9a-f]{2}/[0-9a-f]{64})$")]
    public static partial Regex Allowed { get; }
}

internal static class HashedCopy
{
    /// <summary>Copies to the end and gives the SHA-256 of what was copied, in lower-case hexadecimal.</summary>
    public static async Task<string> Run(Stream from, Stream to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, ct)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
