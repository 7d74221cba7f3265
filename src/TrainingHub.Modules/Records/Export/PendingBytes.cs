namespace TrainingHub.Modules.Records.Export;

/// <summary>
/// Takes what the zip writer writes, which it does partly without waiting, and hands it on when asked, waiting: a slow browser must not hold a thread. Holds the bytes
/// of one entry.
/// </summary>
internal sealed class PendingBytes : Stream
{
    private readonly MemoryStream pending = new();

    public async Task HandOn(Stream to, CancellationToken ct)
    {
        await to.WriteAsync(pending.GetBuffer().AsMemory(0, (int)pending.Length), ct);
        pending.SetLength(0);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => pending.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => pending.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
