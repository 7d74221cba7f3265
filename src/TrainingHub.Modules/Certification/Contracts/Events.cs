namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>A period was opened for somebody: the first, or a renewal.</summary>
/// <param name="IsRenewal">True where it renews the period before it.</param>
/// <param name="IsNews">Of a renewal: true where the person is to be told of it, because it is due on a day of its own and what is told of the period before does not say so.</param>
public sealed record PeriodAssigned(long PeriodId, long PersonId, long ProgramId, DateOnly? DueOn, bool IsRenewal, bool IsNews = false);

/// <summary>First periods that rules asked of many people in one transaction. It stands for as many <see cref="PeriodAssigned"/>, which are not told.</summary>
/// <param name="From">The first of their numbers.</param>
/// <param name="To">The last; whatever lies between them and renews none was opened for somebody too.</param>
public sealed record PeriodsAssigned(long From, long To, int Count);

/// <summary>A period was completed: the certificate is due in the same transaction.</summary>
public sealed record PeriodCertified(long PeriodId, long PersonId, long ProgramId);

/// <summary>A certified period ended before its time, or because its successor was certified.</summary>
/// <param name="Reason">renewed, revoked, waived, unassigned</param>
/// <param name="Note">What the one who revoked it wrote.</param>
public sealed record PeriodEnded(long PeriodId, long PersonId, long ProgramId, string Reason, string? Note);

/// <summary>A step became due of these periods: due-soon, overdue, escalated, expiring, expired, not-renewed, grace-ended. Two are for those who see the team: escalated and not-renewed.</summary>
/// <param name="On">For which day: dates that are moved may give a period the same step twice. Null in what was told before this was kept.</param>
public sealed record StepsDue(string Step, IReadOnlyList<long> Periods, DateOnly? On = null);

/// <summary>A certified period is valid until another day than was said, because its policy was recalculated: the paper is written anew.</summary>
public sealed record PeriodMoved(long PeriodId, long PersonId, long ProgramId);
