using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People.Contracts;

/// <param name="Zone">Of the person's site: its civil dates are counted in it.</param>
/// <param name="Language">"zh-CN" or "en".</param>
public sealed record PersonCard(long Id, string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn, DateOnly? LeftOn, long SiteId, TimeZoneInfo Zone);

public interface IPersonDirectory
{
    /// <summary>Null where there is no such person. Not scoped: for commands and jobs, which check for themselves.</summary>
    Task<PersonCard?> Find(long personId, CancellationToken ct);

    /// <summary>Today's date where the person works.</summary>
    Task<DateOnly> Today(long personId, CancellationToken ct);
}

/// <summary>A selection of people by where they are placed now and when they were hired; what is null or empty does not restrict. All that is given must hold.</summary>
/// <param name="Sites">Site codes, each with all sites below it.</param>
/// <param name="Departments">Department codes, each with all departments below it.</param>
/// <param name="Positions">Position codes.</param>
/// <param name="HiredWithin">Days since the hire date, at most.</param>
/// <param name="EmployedFor">Days since the hire date, at least.</param>
public sealed record Audience(IReadOnlyList<string>? Sites = null, IReadOnlyList<string>? Departments = null, IReadOnlyList<string>? Positions = null, int? HiredWithin = null, int? EmployedFor = null);

public interface IAudiences
{
    /// <summary>Ids of everybody in it who is employed on that day.</summary>
    Task<List<long>> Members(Audience audience, DateOnly on, CancellationToken ct);

    Task<bool> Includes(Audience audience, long personId, DateOnly on, CancellationToken ct);

    /// <summary>Codes in it that name nothing, so that a slip of the pen is seen before it is saved.</summary>
    Task<IReadOnlyList<string>> UnknownCodes(Audience audience, CancellationToken ct);
}
