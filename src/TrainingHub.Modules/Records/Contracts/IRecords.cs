using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Records.Contracts;

/// <summary>Which records are asked for; what is null does not restrict.</summary>
/// <param name="Site">A site's code, with all sites below it.</param>
/// <param name="Program">A programme's slug.</param>
/// <param name="Status">One status; "history" for all of them; null for those that are current.</param>
/// <param name="AsOf">The day whose status is asked; null is today.</param>
/// <param name="Corrected">What is now known of that day, instead of what was recorded by its end.</param>
public sealed record RecordWish(string? Site, string? Program, string? Status, DateOnly? AsOf, bool Corrected);

/// <summary>One period of one person, with its status on the day asked for.</summary>
public sealed record RecordEntry(
    long Id, long PersonId, string? EmployeeNumber, string Name, string Site, string Program, string Status,
    DateOnly AssignedOn, DateOnly? DueOn, DateOnly? CertifiedOn, DateOnly? ExpiresOn, DateOnly? GraceEndsOn, string? Certificate);

/// <summary>Certification records, as the page shows and exports them.</summary>
public interface IRecords
{
    /// <summary>What a status may be, beside null.</summary>
    IReadOnlyList<string> Statuses { get; }

    /// <summary>A site or programme that does not exist; null where both are known.</summary>
    Task<Problem?> Unknown(RecordWish wish, CancellationToken ct);

    /// <summary>In the order of their ids, those after the given one, within the viewer's scope.</summary>
    Task<List<RecordEntry>> After(RecordWish wish, long viewerId, long after, int count, CancellationToken ct);

    /// <summary>All of them within the viewer's scope as CSV, with headings in the reader's language; row by row.</summary>
    Task WriteCsv(RecordWish wish, long viewerId, Stream stream, CancellationToken ct);
}
