using TrainingHub.Modules.Quizzes.Settings;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>What one override grants; what is null is not changed by it.</summary>
internal sealed record Allowance(int? ExtraMinutes = null, int? ExtraAttempts = null, DateTimeOffset? OpensAt = null, DateTimeOffset? ClosesAt = null)
{
    public static readonly Allowance None = new();

    /// <summary>Value by value: the person's own, else the most generous of the groups'.</summary>
    public static Allowance Of(Allowance? person, IReadOnlyList<Allowance> groups) => new(
        person?.ExtraMinutes ?? groups.Max(g => g.ExtraMinutes),
        person?.ExtraAttempts ?? groups.Max(g => g.ExtraAttempts),
        person?.OpensAt ?? groups.Min(g => g.OpensAt),
        person?.ClosesAt ?? groups.Max(g => g.ClosesAt));
}

/// <summary>When a scheduled quiz can be taken; it stands for the quiz's own opening and closing.</summary>
internal sealed record Window(DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

/// <summary>The rules for one person at one quiz: the settings, with what was granted beyond them. Decides; reads and writes nothing.</summary>
internal sealed class AttemptRules
{
    private readonly QuizSettings settings;
    private readonly Allowance allowance;

    public AttemptRules(QuizSettings settings, Allowance allowance, Window? schedule, TimeZoneInfo zone)
    {
        (this.settings, this.allowance) = (settings, allowance);
        OpensAt = schedule?.OpensAt ?? allowance.OpensAt ?? Instant(settings.Opens, zone);
        var closes = schedule?.ClosesAt ?? allowance.ClosesAt ?? Instant(settings.Closes, zone);
        // Extra time at an examination that fills its whole window is only extra if the window grows too.
        ClosesAt = closes?.AddMinutes(allowance.ExtraMinutes ?? 0);
        LastStart = closes;
    }

    public DateTimeOffset? OpensAt { get; }

    /// <summary>Nothing can be answered from then on; null is never.</summary>
    public DateTimeOffset? ClosesAt { get; }

    /// <summary>Nothing can be started from then on.</summary>
    public DateTimeOffset? LastStart { get; }

    /// <summary>Null is as many as wanted.</summary>
    public int? Attempts => settings.Attempts == 0 ? null : settings.Attempts + (allowance.ExtraAttempts ?? 0);

    /// <summary>Minutes; null is none.</summary>
    public int? TimeLimit => settings.TimeLimit == 0 ? null : settings.TimeLimit + (allowance.ExtraMinutes ?? 0);

    public bool IsOpen(DateTimeOffset now) => (OpensAt is null || now >= OpensAt) && (LastStart is null || now < LastStart);

    public DateTimeOffset? NextStart(DateTimeOffset? lastEnded) => settings.Wait > 0 ? lastEnded?.AddMinutes(settings.Wait) : null;

    /// <summary>The earlier of start + limit and the closing; a late start gets its full time where the settings say so.</summary>
    public DateTimeOffset? Deadline(DateTimeOffset start)
    {
        DateTimeOffset? limit = TimeLimit is { } minutes ? start.AddMinutes(minutes) : null;
        if (limit is null || ClosesAt is null) return limit ?? ClosesAt;
        return settings.LateStart == "extend" || limit < ClosesAt ? limit : ClosesAt;
    }

    /// <summary>Until when it may still be submitted; null where the deadline is the end.</summary>
    public DateTimeOffset? GraceUntil(DateTimeOffset? deadline) => settings.WhenTimeIsUp == "grace" ? deadline?.AddMinutes(settings.Grace) : null;

    /// <summary>A civil time in the hub's zone. One that the clocks leap over counts as the moment of the leap; one that comes twice, as the later: nobody is shut out early.</summary>
    internal static DateTimeOffset? Instant(DateTime? civil, TimeZoneInfo zone)
    {
        if (civil is not { } time) return null;
        while (zone.IsInvalidTime(time)) time = time.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Min() : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset).ToUniversalTime();
    }
}
