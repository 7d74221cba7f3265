namespace TrainingHub.Modules.Certification.Contracts;

/// <summary>Something a person did that may count for a certification. It is kept for good, whether anything asks for it now or not.</summary>
/// <param name="Kind">Of an <see cref="IEvidenceKind"/>: course, quiz, …</param>
/// <param name="Key">Which one, as requirements name it: the slug of the course or quiz.</param>
/// <param name="OccurredAt">When it was done; not when the hub heard of it.</param>
/// <param name="Reference">Where it is recorded, such as "attempt:12"; the same deed always has the same.</param>
/// <param name="SeenAt">When the text it rests on was seen (of a quiz: when it was begun); null: when it was done.</param>
/// <param name="PeriodId">Counts for this period alone; null: for whatever asks for it.</param>
public sealed record Deed(long PersonId, string Kind, string Key, DateTimeOffset OccurredAt, string Reference, DateTimeOffset? SeenAt = null, long? PeriodId = null);

/// <summary>The one door by which what people did comes to count.</summary>
public interface IEvidence
{
    /// <summary>
    /// Keeps these deeds, counts them for every open period that asks for them, and completes what they complete, all in the transaction of the caller. Told together they are taken in
    /// the order in which they occurred, however they are listed; told again they change nothing.
    /// </summary>
    Task Record(IReadOnlyCollection<Deed> deeds, CancellationToken ct);

    /// <summary>
    /// It turned out not to be so, as after a quiz was marked anew: it counts for nothing that is still open or to come. What it has completed stands, until
    /// somebody revokes that. Harmless where there is no such deed; <see cref="Record"/> takes it back.
    /// </summary>
    Task TakeBack(long personId, string kind, string key, string reference, CancellationToken ct);
}
