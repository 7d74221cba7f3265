namespace TrainingHub.Modules.People.Contracts;

/// <summary>Somebody was hired, or hired again. Rules are evaluated for that person.</summary>
public sealed record PersonJoined(long PersonId);

/// <summary>Somebody's site, department, position or hire date changed.</summary>
public sealed record PersonMoved(long PersonId);

/// <summary>Somebody's last day of work was recorded.</summary>
public sealed record PersonLeft(long PersonId);
