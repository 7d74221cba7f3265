using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.People.Contracts;

/// <summary>A person and where they work, by the codes of site, department and position.</summary>
/// <param name="Language">"zh-CN" or "en".</param>
public sealed record PersonDraft(string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn, string Site, string? Department, string? Position);

/// <param name="Line">In the file, from 1; 0 where it concerns the file as a whole.</param>
/// <param name="What">What is wrong and what to do, in the reader's language.</param>
public sealed record RefusedLine(int Line, string What);

/// <param name="Applied">False: nothing was changed.</param>
public sealed record PeopleImported(bool Applied, int Added, int Changed, int Unchanged, IReadOnlyList<RefusedLine> Refused);

/// <summary>What changes people, for the API; the same commands as the pages', within the actor's scope.</summary>
public interface IPeopleCommands
{
    /// <returns>The person's id.</returns>
    Task<Outcome<long>> Hire(PersonDraft person, CancellationToken ct);

    /// <summary>Brings facts and placement in line with the draft; a new placement counts from <paramref name="movedOn"/>.</summary>
    /// <param name="lastDay">Records the last day of work; null changes nothing.</param>
    Task<Problem?> Change(long personId, PersonDraft person, DateOnly movedOn, DateOnly? lastDay, CancellationToken ct);

    /// <summary>Sends a link by mail with which the person chooses a password.</summary>
    Task<Problem?> Invite(long personId, CancellationToken ct);

    /// <summary>A people file: all or nothing. The same file again changes nothing.</summary>
    Task<PeopleImported> Import(byte[] csv, CancellationToken ct);
}
