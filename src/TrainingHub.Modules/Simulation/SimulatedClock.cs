namespace TrainingHub.Modules.Simulation;

/// <summary>Stands still until the simulation moves it. No timer ever fires.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private DateTimeOffset now;

    public void MoveTo(DateTimeOffset instant) => now = instant;

    public override DateTimeOffset GetUtcNow() => now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

    private sealed class Silent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
