using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>The list of tables at the start of a font file, each checked to lie within the file.</summary>
internal sealed class SfntDirectory
{
    private const long TrueTypeVersion = 0x00010000;
    private readonly Dictionary<string, SfntTable> tables = new(StringComparer.Ordinal);

    /// <exception cref="FontFormatException">Not a TrueType file, or shorter than its own directory says.</exception>
    public SfntDirectory(ReadOnlyMemory<byte> file)
    {
        var header = new SfntTable(file, "directory");
        RefuseOtherFormats(header);
        var count = header.UInt16(4);
        for (var i = 0; i < count; i++)
        {
            var entry = header.From(12 + 16 * i);
            var name = Encoding.ASCII.GetString(entry.Span(0, 4));
            var (offset, length) = (entry.UInt32(8), entry.UInt32(12));
            if (offset + length > file.Length) throw new FontFormatException($"The font is damaged: its '{name}' table lies beyond the end of the file.");
            tables[name] = new SfntTable(file.Slice((int)offset, (int)length), name);
        }
    }

    /// <exception cref="FontFormatException">The font has no such table.</exception>
    public SfntTable this[string name] => Find(name) ?? throw new FontFormatException($"The font is damaged: it has no '{name}' table.");

    public SfntTable? Find(string name) => tables.TryGetValue(name, out var table) ? table : null;

    private static void RefuseOtherFormats(SfntTable header)
    {
        if (header.Length < 12) throw new FontFormatException("The file is too short to be a font.");
        var tag = Encoding.ASCII.GetString(header.Span(0, 4));
        switch (tag)
        {
            case "OTTO": throw new FontFormatException("The font has CFF outlines; a font with TrueType outlines is needed.");
            case "wOFF" or "wOF2": throw new FontFormatException("The file is a packed web font; the unpacked .ttf is needed.");
            case "ttcf": throw new FontFormatException("The file is a collection of fonts; a file with one font is needed.");
        }
        if (header.UInt32(0) != TrueTypeVersion && tag != "true") throw new FontFormatException("The file is not a TrueType font.");
    }
}
