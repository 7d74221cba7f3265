using System.Threading.RateLimiting;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exams;

/// <summary>How often one person may try an access code: enough for slips of the thumb, useless for guessing among a hundred million.</summary>
internal sealed class CodeTries : IDisposable
{
    public const int PerMinute = 6;

    public static readonly Problem TooMany = new("too-many", "Too many tries with the access code. Wait a minute, look at the code again, and try once more.");

    private readonly PartitionedRateLimiter<long> limiter = PartitionedRateLimiter.Create<long, long>(person =>
        RateLimitPartition.GetSlidingWindowLimiter(person, _ => new SlidingWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));

    public bool Allows(long personId)
    {
        using var lease = limiter.AttemptAcquire(personId);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
