using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People;

/// <param name="Email">Null for somebody without an address; then the number is needed to sign in.</param>
internal sealed record NewPerson(string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn, long SiteId, long? DepartmentId, long? PositionId);

/// <summary>Takes somebody on: the person, the first placement, and the event that makes rules look.</summary>
internal sealed class HirePerson(Db db, Events events, Entropy entropy, TimeProvider clock)
{
    public async Task<Outcome<long>> Handle(NewPerson person, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(person.Name)) return Problem.Because("A person needs a name.");
        if (person.Email is null && person.EmployeeNumber is null) return Problem.Because("Give an e-mail address or an employee number; one of them is needed to sign in.");
        var email = person.Email is null ? null : SignInName.Normalize(person.Email);
        var number = person.EmployeeNumber is null ? null : SignInName.Normalize(person.EmployeeNumber);

        await using var tx = await db.Begin(ct);
        var taken = await db.Scalar<long>("select count(*) from people_person where normalized_email = @email or normalized_number = @number", new { email, number }, ct);
        if (taken > 0) return Problem.Conflict("Somebody with this e-mail address or employee number is already here.");
        var now = clock.GetUtcNow();
        var id = await db.Insert(
            """
            insert into people_person(name, latin_name, name_sort, email, normalized_email, employee_number, normalized_number, language, hired_on, site_id, department_id, position_id, security_stamp, concurrency_stamp, created_at)
            values (@Name, @LatinName, @Sort, @Email, @email2, @EmployeeNumber, @number, @Language, @HiredOn, @SiteId, @DepartmentId, @PositionId, @Stamp, @Stamp, @now)
            returning id
            """,
            new { person.Name, person.LatinName, Sort = NameSort.Key(person.Name), person.Email, email2 = email, person.EmployeeNumber, number, person.Language, person.HiredOn, person.SiteId, person.DepartmentId, person.PositionId, Stamp = entropy.Uuid(), now }, ct);
        await db.Execute(
            "insert into people_placement(person_id, site_id, department_id, position_id, from_on, recorded_at) values (@id, @SiteId, @DepartmentId, @PositionId, @HiredOn, @now)",
            new { id, person.SiteId, person.DepartmentId, person.PositionId, person.HiredOn, now }, ct);
        await events.Tell(new PersonJoined(id), ct);
        await tx.Commit(ct);
        return id;
    }
}

/// <summary>A sort key compared byte by byte, so that both databases order names alike.</summary>
internal static class NameSort
{
    private static readonly System.Globalization.CompareInfo Chinese = System.Globalization.CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    public static string Key(string name) => Convert.ToHexStringLower(Chinese.GetSortKey(name, System.Globalization.CompareOptions.IgnoreCase | System.Globalization.CompareOptions.IgnoreWidth).KeyData);
}
