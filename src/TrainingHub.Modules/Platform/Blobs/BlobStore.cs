using System.Security.Cryptography;

namespace TrainingHub.Modules.Platform.Blobs;

/// <summary>
/// Bytes by their SHA-256, in a folder. A blob is written before the row that names it, so a row never points to nothing;
/// what no row names is collected later.
/// </summary>
public sealed class BlobStore(HubSettings settings, FailPoints failPoints)
{
    private static long drafts;

    private string Folder => Path.Combine(settings.DataFolder, "blobs");

    private string PathOf(string sha256) => sha256.Length == 64 && sha256.All(c => char.IsAsciiHexDigitLower(c))
        ? Path.Combine(Folder, sha256[..2], sha256)
        : throw new ArgumentException("A blob is named by 64 lower-case hexadecimal digits.", nameof(sha256));

    /// <summary>Stores the bytes, durably, and gives their SHA-256 in lower-case hexadecimal.</summary>
    public async Task<string> Put(byte[] bytes, CancellationToken ct)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var path = PathOf(sha256);
        if (File.Exists(path)) return sha256;
        failPoints.Pass(FailPoint.BeforeBlob);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Written aside and renamed: nobody ever sees half a blob, even after a power cut.
        var draft = $"{path}.{Environment.ProcessId}.{Interlocked.Increment(ref drafts)}.tmp";
        try
        {
            await using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await stream.WriteAsync(bytes, ct);
                #pragma warning disable CA1849 // FlushAsync does not reach the disk
                stream.Flush(flushToDisk: true);
                #pragma warning restore CA1849
            }
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft); // on a full disk it would take what room is left
            throw;
        }
        failPoints.Pass(FailPoint.AfterBlob);
        return sha256;
    }

    public async Task<byte[]?> Get(string sha256, CancellationToken ct)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, ct) : null;
    }

    /// <summary>Deletes the bytes for good; harmless where they are gone. Only for what must not be kept, as the papers of an erased person.</summary>
    public void Delete(string sha256)
    {
        var path = PathOf(sha256);
        if (File.Exists(path)) File.Delete(path);
    }
}
