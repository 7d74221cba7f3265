using System.IO.Compression;
using TrainingHub.Modules.Certification.Credentials;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>What was given: a CSV file alone, or a zip archive with the CSV file and scans of the old certificates.</summary>
internal sealed record ProofBundle(byte[] Csv, IReadOnlyDictionary<string, byte[]>? Files)
{
    private const int MostMegabytes = 10;
    private const int MostFiles = 5_000;
    private const long MostUnpacked = 256L * 1024 * 1024;

    public static Outcome<ProofBundle> Open(byte[] bytes)
    {
        // A workbook is a zip archive too; the reader of CSV says so in words of its own.
        if (!bytes.AsSpan().StartsWith("PK\u0003\u0004"u8)) return new ProofBundle(bytes, null);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes));
            if (archive.Entries.Any(e => e.FullName == "[Content_Types].xml")) return new ProofBundle(bytes, null);
            var entries = archive.Entries.Where(e => e.Name.Length > 0 && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
            if (entries.Count > MostFiles) return Problem.Because("The archive has {0} files; {1} are the most.", entries.Count, MostFiles);
            if (entries.Where(e => e.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).ToList() is not [var csv]) return Problem.Because("The archive must hold exactly one CSV file beside the files of proof.");
            var (files, left) = (new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase), MostUnpacked);
            foreach (var entry in entries)
            {
                // Not by the length it claims: what comes out counts.
                if (Unpack(entry, Math.Min(left, MostMegabytes * 1024L * 1024)) is not { } content) return Problem.Because("{0} is too large: a file may have {1} MB, all together {2} MB.", entry.Name, MostMegabytes, MostUnpacked / 1024 / 1024);
                left -= content.Length;
                if (!files.TryAdd(entry.Name, content)) return Problem.Because("Two files in the archive are called {0}. Give each its own name.", entry.Name);
            }
            files.Remove(csv.Name, out var list);
            return new ProofBundle(list!, files);
        }
        catch (InvalidDataException)
        {
            return Problem.Because("The archive is damaged. Make it again.");
        }
    }

    /// <summary>The file that a cell names; none where the cell says it in words.</summary>
    public Outcome<byte[]?> Find(string? proof)
    {
        if (proof is null || Files is null) return new Outcome<byte[]?>(null, null);
        if (!Files.TryGetValue(proof, out var file))
            return Path.GetExtension(proof) is ".pdf" or ".jpg" or ".jpeg" or ".png" ? Problem.Because("There is no file {0} in the archive.", proof) : new Outcome<byte[]?>(null, null);
        return ProofFile.TypeOf(file) is null ? Problem.Because("{0} is neither a PDF nor a picture (JPEG, PNG).", proof) : file;
    }

    private static byte[]? Unpack(ZipArchiveEntry entry, long most)
    {
        using var content = entry.Open();
        using var unpacked = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            if (unpacked.Length + read > most) return null;
            unpacked.Write(buffer, 0, read);
        }
        return unpacked.ToArray();
    }
}
