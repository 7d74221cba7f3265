namespace TrainingHub.Modules.People.Contracts;

/// <summary>Somebody was hired, or hired again. Rules are evaluated for that person.</summary>
public sealed record PersonJoined(long PersonId);

/// <summary>Somebody's site, department, position, hire date or tags changed.</summary>
public sealed record PersonMoved(long PersonId);

/// <summary>Somebody's last day of work was recorded.</summary>
public sealed record PersonLeft(long PersonId);

/// <summary>Somebody is to be invited by mail. The link is made by whoever writes the mail, with <see cref="IActivations"/>: no token lies in a table.</summary>
public sealed record InvitationWanted(long PersonId);

/// <summary>Somebody asked for a link to choose a new password, to be sent to their own address.</summary>
public sealed record PasswordResetWanted(long PersonId);
