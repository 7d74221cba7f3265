namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>As of when something is decided: by what was known at that instant, not by when a job came to it.</summary>
/// <param name="Day">The day at that instant where the person works.</param>
/// <param name="IsDawn">The day has only just begun: nothing else has happened on it.</param>
internal sealed record AsOf(DateTimeOffset At, DateOnly Day, bool IsDawn = false);
