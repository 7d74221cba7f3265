using System.IO.Compression;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>
/// The files of a zip from strangers, in memory and by name: nothing is written to the disk, so no path leads anywhere. Its sizes are counted as they are
/// unpacked, not believed.
/// </summary>
internal static class SafeZip
{
    public static Outcome<SortedDictionary<string, byte[]>> Read(byte[] bytes, Func<string, bool> isWanted)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var left = ExchangeLimits.UnpackedBytes;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > ExchangeLimits.Entries) return Problem.Because("The zip holds {0} files; at most {1} are allowed.", zip.Entries.Count, ExchangeLimits.Entries);
            foreach (var entry in zip.Entries)
            {
                var name = entry.FullName.Replace('\\', '/');
                if (name.EndsWith('/')) continue;
                if (name.StartsWith('/') || name.Contains(':') || name.Split('/').Contains("..")) return Problem.Because("The zip names a file outside of itself ({0}). Pack it again.", ItemHead.Of(name));
                if (!isWanted(name)) continue;
                using var stream = entry.Open();
                if (Unpack(stream, Math.Min(left, ExchangeLimits.EntryBytes)) is not { } content)
                    return Problem.Because("Unpacked, {0} is too large: at most {1} MB a file and {2} MB together are allowed.", ItemHead.Of(name), ExchangeLimits.EntryBytes / 1024 / 1024, ExchangeLimits.UnpackedMegabytes);
                left -= content.Length;
                files[name] = content;
            }
        }
        catch (InvalidDataException)
        {
            return Problem.Because("The zip is damaged, or is none. Pack it again.");
        }
        return files;
    }

    private static byte[]? Unpack(Stream stream, long most)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (memory.Length + read > most) return null;
            memory.Write(buffer, 0, read);
        }
        return memory.ToArray();
    }
}
