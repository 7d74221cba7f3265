using System.IO.Compression;
using System.Security.Cryptography;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>A scan in the archive: known by its digest; its bytes are unpacked again when it is stored, one after the other.</summary>
internal sealed record PackedProof(string Sha256, Func<byte[]> Bytes);

/// <summary>
/// What was given: a CSV file alone, or a zip archive with the CSV file and scans of the old certificates. An archive may hold far more than it weighs, so of the scans nothing is kept
/// in memory but what they are; they are read through once to see that.
/// </summary>
internal sealed class ProofBundle
{
    private const int MostMegabytes = 10;
    private const int MostFiles = 5_000;
    private const long MostUnpacked = 256L * 1024 * 1024;
    private const int FirstBytes = 8;

    private sealed record Entry(string FullName, string? Type, string Sha256, long Length);

    private readonly byte[] archive;
    private readonly Dictionary<string, Entry>? files;

    private ProofBundle(byte[] csv, byte[] archive, Dictionary<string, Entry>? files) => (Csv, this.archive, this.files) = (csv, archive, files);

    public byte[] Csv { get; }

    public static Outcome<ProofBundle> Open(byte[] bytes)
    {
        // A workbook is a zip archive too; the reader of CSV says so in words of its own.
        if (!bytes.AsSpan().StartsWith("PK\u0003\u0004"u8)) return new ProofBundle(bytes, bytes, null);
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            if (zip.Entries.Any(e => e.FullName == "[Content_Types].xml")) return new ProofBundle(bytes, bytes, null);
            var entries = zip.Entries.Where(e => e.Name.Length > 0 && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
            if (entries.Count > MostFiles) return Problem.Because("The archive has {0} files; {1} are the most.", entries.Count, MostFiles);
            if (entries.Where(e => e.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).ToList() is not [var csv]) return Problem.Because("The archive must hold exactly one CSV file beside the files of proof.");
            var (files, left) = (new Dictionary<string, Entry>(StringComparer.OrdinalIgnoreCase), MostUnpacked);
            foreach (var entry in entries)
            {
                // Not by the length it claims: what comes out counts.
                if (Look(entry, Math.Min(left, MostMegabytes * 1024L * 1024)) is not { } seen) return Problem.Because("{0} is too large: a file may have {1} MB, all together {2} MB.", entry.Name, MostMegabytes, MostUnpacked / 1024 / 1024);
                left -= seen.Length;
                if (!files.TryAdd(entry.Name, seen)) return Problem.Because("Two files in the archive are called {0}. Give each its own name.", entry.Name);
            }
            files.Remove(csv.Name);
            return new ProofBundle(Unpack(bytes, csv.FullName), bytes, files);
        }
        catch (InvalidDataException)
        {
            return Problem.Because("The archive is damaged. Make it again.");
        }
    }

    /// <summary>The file that a cell names; none where the cell says it in words.</summary>
    public Outcome<PackedProof?> Find(string? proof)
    {
        if (proof is null || files is null) return new Outcome<PackedProof?>(null, null);
        if (!files.TryGetValue(proof, out var file))
            return Path.GetExtension(proof) is ".pdf" or ".jpg" or ".jpeg" or ".png" ? Problem.Because("There is no file {0} in the archive.", proof) : new Outcome<PackedProof?>(null, null);
        return file.Type is null ? Problem.Because("{0} is neither a PDF nor a picture (JPEG, PNG).", proof) : new PackedProof(file.Sha256, () => Unpack(archive, file.FullName));
    }

    /// <summary>What it is, by its bytes, of which none are kept; null where there are too many.</summary>
    private static Entry? Look(ZipArchiveEntry entry, long most)
    {
        using var content = entry.Open();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, first, length) = (new byte[81_920], new byte[FirstBytes], 0L);
        for (int read; (read = content.Read(buffer)) > 0; length += read)
        {
            if (length + read > most) return null;
            for (var i = length; i < FirstBytes && i < length + read; i++) first[i] = buffer[i - length];
            digest.AppendData(buffer, 0, read);
        }
        return new Entry(entry.FullName, ProofFile.TypeOf(first), Convert.ToHexStringLower(digest.GetHashAndReset()), length);
    }

    /// <summary>One that was looked at.</summary>
    private static byte[] Unpack(byte[] archive, string fullName)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var content = zip.GetEntry(fullName)!.Open();
        using var unpacked = new MemoryStream();
        content.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
