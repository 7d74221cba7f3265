using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>Reads the PostScript name out of a font's 'name' table.</summary>
internal static class FontName
{
    private const int PostScriptNameId = 6;
    private const int Windows = 3;

    /// <summary>The name with only letters, digits and hyphens left; "Font" where there is none.</summary>
    public static string PostScript(SfntTable? names)
    {
        if (names is not { } table) return "Font";
        for (var i = 0; i < table.UInt16(2); i++)
        {
            var record = table.From(6 + 12 * i);
            if (record.UInt16(0) != Windows || record.UInt16(6) != PostScriptNameId) continue;
            var raw = Encoding.BigEndianUnicode.GetString(table.From(table.UInt16(4)).Span(record.UInt16(10), record.UInt16(8)));
            var name = string.Concat(raw.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
            if (name.Length > 0) return name;
        }
        return "Font";
    }
}
