namespace TrainingHub.Modules.Practice.Scheduling;

/// <summary>What an answer shows of how well something is remembered, as FSRS counts it.</summary>
internal enum Grade
{
    /// <summary>Wrong.</summary>
    Again = 1,

    /// <summary>Right, but unsure or slow.</summary>
    Hard = 2,

    /// <summary>Right.</summary>
    Good = 3,

    /// <summary>No answer to a quiz shows this much; it is here because the formulas have it.</summary>
    Easy = 4,
}
