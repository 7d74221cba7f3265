namespace TrainingHub.Tests.Testing;

/// <summary>A clock that a test can move; timers still run on real time.</summary>
public sealed class TestClock : TimeProvider
{
    private long offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    public void Advance(TimeSpan by) => Interlocked.Add(ref offset, by.Ticks);

    public void MoveTo(DateTimeOffset instant) => Interlocked.Exchange(ref offset, (instant - base.GetUtcNow()).Ticks);
}
