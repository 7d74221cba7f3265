using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrainingHub.Modules.Platform.Pdf;

/// <summary>
/// Numbered objects and the table of where each is: the outermost layer of a PDF file. Objects without a stream are packed together
/// at the end (PDF 1.5 and later), which makes a one-page file about a tenth smaller.
/// </summary>
internal sealed class PdfFile : IDisposable
{
    private const byte IsFree = 0, IsInFile = 1, IsInPack = 2;
    private const int EntrySize = 7;
    private readonly MemoryStream bytes = new(64 * 1024);
    private readonly List<(byte Kind, int Place, int Index)> entries = [(IsFree, 0, 0xFFFF)];
    private readonly List<int> packedNumbers = [];
    private readonly StringBuilder packedBodies = new();
    private readonly List<int> packedOffsets = [];

    // The second line tells transfer programs that the file is binary.
    public PdfFile() => Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");

    /// <summary>A number for an object that is written later; objects may refer to it already.</summary>
    public int Reserve()
    {
        entries.Add((IsFree, 0, 0));
        return entries.Count - 1;
    }

    public void Put(int number, string body)
    {
        packedNumbers.Add(number);
        packedOffsets.Add(packedBodies.Length);
        packedBodies.Append(body).Append('\n');
    }

    public int Add(string body)
    {
        var number = Reserve();
        Put(number, body);
        return number;
    }

    /// <param name="dictionary">Entries of the stream's dictionary beside filter and length.</param>
    /// <param name="stream">The content, packed or not.</param>
    public int AddStream(string dictionary, PdfStream stream)
    {
        var number = Reserve();
        WriteStream(number, dictionary, stream);
        return number;
    }

    /// <summary>Writes what is left and returns the whole file. Its identity is a digest of the content, so equal input gives equal files.</summary>
    public byte[] Finish(int catalog, int info)
    {
        WritePack();
        var id = Convert.ToHexString(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).AsSpan(0, 16));
        var table = Reserve();
        var start = (int)bytes.Length;
        entries[table] = (IsInFile, start, 0);
        WriteStream(table, string.Create(CultureInfo.InvariantCulture, $"/Type/XRef/Size {entries.Count}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{id}><{id}>]"), PdfStream.Packed(Table()));
        Write(string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n"));
        return bytes.ToArray();
    }

    public void Dispose() => bytes.Dispose();

    private void WritePack()
    {
        var pack = Reserve();
        var index = new StringBuilder();
        for (var i = 0; i < packedNumbers.Count; i++)
        {
            entries[packedNumbers[i]] = (IsInPack, pack, i);
            index.Append(CultureInfo.InvariantCulture, $"{packedNumbers[i]} {packedOffsets[i]} ");
        }
        WriteStream(pack, string.Create(CultureInfo.InvariantCulture, $"/Type/ObjStm/N {packedNumbers.Count}/First {index.Length}"), PdfStream.Packed(index.Append(packedBodies).ToString()));
    }

    private byte[] Table()
    {
        var table = new byte[EntrySize * entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = table.AsSpan(EntrySize * i);
            entry[0] = entries[i].Kind;
            BinaryPrimitives.WriteInt32BigEndian(entry[1..], entries[i].Place);
            BinaryPrimitives.WriteUInt16BigEndian(entry[5..], (ushort)entries[i].Index);
        }
        return table;
    }

    private void WriteStream(int number, string dictionary, PdfStream stream)
    {
        entries[number] = (IsInFile, (int)bytes.Length, 0);
        var filter = stream.IsPacked ? "/Filter/FlateDecode" : "";
        Write(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n<<{dictionary}{filter}/Length {stream.Bytes.Length}>>\nstream\n"));
        bytes.Write(stream.Bytes.Span);
        Write("\nendstream\nendobj\n");
    }

    private void Write(string latin) => bytes.Write(Encoding.Latin1.GetBytes(latin));
}
