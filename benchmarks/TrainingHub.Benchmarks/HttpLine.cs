using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TrainingHub.Benchmarks;

/// <summary>
/// One keep-alive connection that sends prepared bytes and reads the answer with as little work as can be: the client shares the server's cores,
/// and what it uses is missing there.
/// </summary>
internal sealed class HttpLine : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];
    private int length;
    private (int Start, int Length)[] parts = new (int, int)[64];
    private int partCount;

    private HttpLine()
    {
    }

    public static async Task<HttpLine> Open(int port)
    {
        var line = new HttpLine();
        await line.socket.ConnectAsync(IPAddress.Loopback, port);
        return line;
    }

    /// <param name="headers">Each with its line end.</param>
    public static byte[] Request(string method, string path, string headers, string? body = null)
    {
        var content = body is null ? "" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        return Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}{content}\r\n{body}");
    }

    /// <summary>Sends and reads the whole answer; another status than expected is a fault of the benchmark, and ends it.</summary>
    public async Task Send(ReadOnlyMemory<byte> request, int expected)
    {
        var status = await Ask(request);
        if (status != expected) throw new InvalidOperationException($"{Encoding.UTF8.GetString(request.Span[..Math.Min(request.Length, 80)])}… got {Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 1500))}");
    }

    /// <summary>Sends and reads the whole answer; its status.</summary>
    public async Task<int> Ask(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request[sent..], SocketFlags.None);
        length = 0;
        while (!IsComplete())
        {
            if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None);
            if (read == 0) throw new IOException("The server closed the connection.");
            length += read;
        }
        return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
    }

    /// <summary>The last answer's body in one piece.</summary>
    public byte[] Body()
    {
        var body = new byte[parts.Take(partCount).Sum(p => p.Length)];
        var at = 0;
        foreach (var (start, size) in parts.Take(partCount))
        {
            Buffer.BlockCopy(buffer, start, body, at, size);
            at += size;
        }
        return body;
    }

    private bool IsComplete()
    {
        var seen = buffer.AsSpan(0, length);
        var headersEnd = seen.IndexOf("\r\n\r\n"u8);
        if (headersEnd < 0) return false;
        var headers = seen[..(headersEnd + 2)];
        var at = headersEnd + 4;
        partCount = 0;
        var known = headers.IndexOf("Content-Length: "u8);
        if (known >= 0)
        {
            var value = headers[(known + 16)..];
            var size = int.Parse(value[..value.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
            Add(at, size);
            return length >= at + size;
        }
        if (headers.IndexOf("Transfer-Encoding: chunked"u8) < 0) return true; // no body, as of a redirect
        while (true)
        {
            var rest = seen[at..];
            var lineEnd = rest.IndexOf("\r\n"u8);
            if (lineEnd < 0) return false;
            var size = int.Parse(rest[..lineEnd], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (rest.Length < lineEnd + 2 + size + 2) return false;
            if (size == 0) return true;
            Add(at + lineEnd + 2, size);
            at += lineEnd + 2 + size + 2;
        }
    }

    private void Add(int start, int size)
    {
        if (partCount == parts.Length) Array.Resize(ref parts, parts.Length * 2);
        parts[partCount++] = (start, size);
    }

    public void Dispose() => socket.Dispose();
}
