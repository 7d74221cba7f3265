namespace TrainingHub.Modules.Practice.Contracts;

/// <summary>How it stands with somebody's practice today.</summary>
public enum PracticeState
{
    /// <summary>The hub's administrator switched practice off.</summary>
    Off,

    /// <summary>No working day where the person works.</summary>
    RestDay,

    /// <summary>Nothing is about to be forgotten.</summary>
    Nothing,

    /// <summary>A set waits to be begun.</summary>
    Waiting,

    /// <summary>A set was begun.</summary>
    Open,

    Done,
}

/// <param name="Questions">In the set that waits or was made.</param>
/// <param name="Seconds">How long the waiting ones usually take together.</param>
public sealed record PracticeToday(PracticeState State, DateOnly Day, int Questions, int Seconds)
{
    public int Minutes => Math.Max(1, (Seconds + 59) / 60);
}

/// <summary>The daily set of practice questions. What somebody practises is for that person alone: ask only about the reader, or to remind the person.</summary>
public interface IDailyPractice
{
    Task<PracticeToday> Of(long personId, string language, CancellationToken ct);
}
