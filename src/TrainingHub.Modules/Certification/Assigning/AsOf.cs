using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>As of when something is decided: by what was known at that instant, not by when a job came to it.</summary>
/// <param name="Day">The day at that instant where the person works; what day it is for a period, <see cref="Periods.Period.DayOf"/> says.</param>
/// <param name="IsDawn">The day has only just begun: nothing else has happened on it.</param>
internal sealed record AsOf(DateTimeOffset At, DateOnly Day, bool IsDawn = false)
{
    /// <summary>What had happened by then: of a day that has only just begun, what the day before brought.</summary>
    public AsOf Before => IsDawn ? new AsOf(At.AddTicks(-1), Day.AddDays(-1)) : this;

    public static AsOf Of(DateTimeOffset at, TimeZoneInfo home) => new(at, home.DayOf(at));
}

internal static class AsOfNow
{
    /// <summary>Now, with the day where the person works.</summary>
    public static async Task<AsOf> Now(this IPersonDirectory people, long personId, TimeProvider clock, CancellationToken ct) =>
        AsOf.Of(clock.GetUtcNow(), (await people.Find(personId, ct) ?? throw new InvalidOperationException($"There is no person {personId}.")).Zone);
}
