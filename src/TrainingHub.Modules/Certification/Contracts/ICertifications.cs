using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>What is asked of one person now, for "today's work" and reminders.</summary>
/// <param name="Status">assigned, overdue, certified, due-for-renewal, in-grace, expired, revoked, waived</param>
/// <param name="Done">Requirements met in the open period, of <paramref name="Total"/>.</param>
/// <param name="Requirement">JSON tree of what the open period asks (the renewal path for a renewal, unless it has lapsed and the policy asks for everything again); null where no period is open.</param>
/// <param name="Missing">Leaves not yet met in the open period, as "course:grooming", "quiz:grooming".</param>
public sealed record PersonProgram(long ProgramId, string Slug, string TitleZh, string TitleEn, string Status, DateOnly? DueOn, DateOnly? CertifiedOn, DateOnly? ExpiresOn, DateOnly? GraceEndsOn,
    int Done, int Total, string? Requirement, IReadOnlyList<string> Missing);

public interface ICertifications
{
    /// <summary>All programmes somebody is assigned to or has held, the most urgent first.</summary>
    Task<IReadOnlyList<PersonProgram>> Of(long personId, CancellationToken ct);

    /// <summary>Ends the certified period and opens a new one that needs fresh evidence; tells PeriodEnded.</summary>
    Task<Problem?> Revoke(long periodId, string reason, CancellationToken ct);

    /// <summary>Assigns by hand (kind manual) or by own wish (kind self); harmless where the reason exists.</summary>
    Task<Outcome<long>> Assign(long personId, string programSlug, DateOnly? dueOn, string kind, CancellationToken ct);

    /// <summary>Waives a programme for somebody from today on; refused where nothing of it is asked, or it is waived already.</summary>
    /// <param name="untilOn">The last day; what is asked then is asked again. Null: for good.</param>
    Task<Problem?> Excuse(long personId, string programSlug, DateOnly? untilOn, string reason, CancellationToken ct);

    /// <summary>Lets the policy of today hold for current periods too, which so far have those of before. A job moves their dates; harmless where none would move.</summary>
    Task<Problem?> HoldForAll(string programSlug, CancellationToken ct);

    /// <summary>Works out now what the rules ask of one person, instead of with the next job; harmless where nothing happened since.</summary>
    Task WorkOutRules(long personId, CancellationToken ct);
}
