using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using TrainingHub.Modules.Platform.Yaml;

namespace TrainingHub.Modules.Courses.Content;

/// <summary>The bytes of a course, wherever they come from: a folder on disk, or the blobs of a version.</summary>
internal sealed record CourseFolder(string Slug, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>SHA-256 over the sorted (path, hash) lines: equal exactly where every file is.</summary>
    public string TreeHash => HashOf(Files.Select(f => (f.Key, Convert.ToHexStringLower(SHA256.HashData(f.Value)))));

    public static string HashOf(IEnumerable<(string Path, string Sha256)> files)
    {
        var lines = files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => $"{f.Path} {f.Sha256}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>
    /// Reads a folder from disk. Links are not followed, for they may lead anywhere; files whose name begins with a dot are the
    /// file browser's and passed over. What is too large is not read.
    /// </summary>
    public static CourseFolder Read(string folder, Faults faults)
    {
        var root = new DirectoryInfo(folder);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        if (!ContentPaths.Slug.IsMatch(root.Name))
            faults.Add(root.Name, "A course folder's name is its slug: lower-case letters, digits and hyphens. Rename the folder.");
        Read(root, "", root.Name, files, faults);
        return new CourseFolder(root.Name, files);
    }

    private static void Read(DirectoryInfo folder, string prefix, string slug, SortedDictionary<string, byte[]> files, Faults faults)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            if (entry.Name.StartsWith('.')) continue;
            var path = prefix + entry.Name;
            if (entry.LinkTarget is not null)
            {
                faults.Add($"{slug}/{path}", "This is a link. Links are not followed; put the file itself here.");
            }
            else if (entry is DirectoryInfo sub)
            {
                if (path is "lessons" or "media") Read(sub, path + "/", slug, files, faults);
                else faults.Add($"{slug}/{path}", "This folder is not part of a course; only lessons/ and media/ are. Move it away.");
            }
            else if (entry is FileInfo file)
            {
                if (ContentPaths.WhatIsWrongWith(path) is { } wrong) faults.Add($"{slug}/{path}", wrong);
                else if (file.Length > ContentPaths.LargestBytes(path)) faults.Add($"{slug}/{path}", TooLarge(path, file.Length));
                else files.Add(path, File.ReadAllBytes(file.FullName));
            }
        }
    }

    private static string TooLarge(string path, long length) =>
        $"The file has {length / 1024} KB; at most {ContentPaths.LargestBytes(path) / 1024} KB are allowed. " + (ContentPaths.IsText(path) ? "Divide it." : "Make the picture smaller.");

    /// <summary>What must hold of each file before anything in it is read: a known name, a bearable size, and text that is text.</summary>
    public void Check(Faults faults)
    {
        foreach (var (path, bytes) in Files)
        {
            var file = $"{Slug}/{path}";
            if (ContentPaths.WhatIsWrongWith(path) is { } wrong) faults.Add(file, wrong);
            else if (bytes.Length > ContentPaths.LargestBytes(path)) faults.Add(file, TooLarge(path, bytes.Length));
            else if (ContentPaths.IsText(path)) CheckText(file, bytes, faults);
        }
    }

    private static void CheckText(string file, byte[] bytes, Faults faults)
    {
        var rest = bytes.AsSpan();
        var (line, column) = (1, 1);
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
            if (status != OperationStatus.Done)
            {
                faults.Add(new Fault(file, line, column, "", "This is not UTF-8. Save the file with the encoding UTF-8."));
                return;
            }
            if (rune.Value < ' ' && rune.Value is not ('\n' or '\r' or '\t'))
            {
                faults.Add(new Fault(file, line, column, "", $"The control character U+{rune.Value:X4} stands here. Remove it."));
                return;
            }
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            rest = rest[length..];
        }
    }
}
