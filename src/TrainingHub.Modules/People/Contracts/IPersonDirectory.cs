using System.Globalization;
using TrainingHub.Modules.Platform;

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

/// <summary>
/// A selection of people by where they are placed now, when they were hired and how they are tagged; what is null or empty does not restrict. All that is given must hold,
/// and whoever is in one of <paramref name="Except"/> is not in it.
/// </summary>
/// <param name="Sites">Site codes, each with all sites below it.</param>
/// <param name="Departments">Department codes, each with all departments below it.</param>
/// <param name="Positions">Position codes.</param>
/// <param name="HiredWithin">Days since the hire date, at most.</param>
/// <param name="EmployedFor">Days since the hire date, at least.</param>
/// <param name="Tags">One of them is held; free words as <see cref="TagNames.Tidy"/> writes them.</param>
/// <param name="HiredFrom">Hired on that day or later.</param>
/// <param name="HiredTo">Hired on that day or earlier.</param>
/// <param name="Except">Exceptions have none of their own.</param>
public sealed record Audience(
    IReadOnlyList<string>? Sites = null, IReadOnlyList<string>? Departments = null, IReadOnlyList<string>? Positions = null, int? HiredWithin = null, int? EmployedFor = null,
    IReadOnlyList<string>? Tags = null, DateOnly? HiredFrom = null, DateOnly? HiredTo = null, IReadOnlyList<Audience>? Except = null)
{
    /// <summary>How many kinds of conditions it has, beside its exceptions. Not public: what is public is kept as JSON.</summary>
    internal int Conditions =>
        (Sites is { Count: > 0 } ? 1 : 0) + (Departments is { Count: > 0 } ? 1 : 0) + (Positions is { Count: > 0 } ? 1 : 0) + (Tags is { Count: > 0 } ? 1 : 0)
        + (HiredWithin is null ? 0 : 1) + (EmployedFor is null ? 0 : 1) + (HiredFrom is null ? 0 : 1) + (HiredTo is null ? 0 : 1);

    /// <summary>What is wrong with it by itself; whether its codes name anything, <see cref="IAudiences.UnknownCodes"/> says.</summary>
    public Problem? Fault()
    {
        if (HiredWithin is < 1 or > 36500) return Problem.Because("The number of days since somebody was hired must be from 1 to 36500.");
        if (EmployedFor is < 1 or > 36500) return Problem.Because("The number of days somebody has been employed must be from 1 to 36500.");
        if (HiredFrom > HiredTo) return Problem.Because("Nobody is hired both from {0} on and until {1}. Turn the two dates round.", Iso(HiredFrom.Value), Iso(HiredTo.Value));
        if ((Tags ?? []).Select(TagNames.Fault).FirstOrDefault(f => f is not null) is { } tag) return tag;
        foreach (var exception in Except ?? [])
        {
            if (exception.Except is { Count: > 0 }) return Problem.Because("An exception has no exceptions of its own.");
            if (exception.Conditions == 0) return Problem.Because("An exception must say whom it is for; this one is for everybody.");
            if (exception.Fault() is { } fault) return fault;
        }
        return null;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

public interface IAudiences
{
    /// <summary>Ids of everybody in it who is employed on that day.</summary>
    Task<List<long>> Members(Audience audience, DateOnly on, CancellationToken ct);

    Task<bool> Includes(Audience audience, long personId, DateOnly on, CancellationToken ct);

    /// <summary>Where somebody stands as it is known now; null where there is no such person.</summary>
    Task<PersonStanding?> Standing(long personId, CancellationToken ct);

    /// <summary>The same for hundreds, each by number.</summary>
    Task<IReadOnlyDictionary<long, PersonStanding>> Standings(IReadOnlyCollection<long> people, CancellationToken ct);

    /// <summary>Tags that people in somebody's scope hold today, for forms.</summary>
    Task<IReadOnlyList<string>> TagsInUse(long viewer, string permission, DateOnly today, CancellationToken ct);

    /// <summary>Codes in it and its exceptions that name nothing, so that a slip of the pen is seen before it is saved. A tag is a free word: one that nobody holds yet is no slip.</summary>
    Task<IReadOnlyList<string>> UnknownCodes(Audience audience, CancellationToken ct);
}
