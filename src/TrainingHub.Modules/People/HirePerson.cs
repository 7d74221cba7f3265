using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People;

/// <param name="Email">Null for somebody without an address; then the number is needed to sign in.</param>
internal sealed record NewPerson(string Name, string? LatinName, string? Email, string? EmployeeNumber, string Language, DateOnly HiredOn, long SiteId, long? DepartmentId, long? PositionId);

/// <summary>Takes somebody on: the person, the first placement, and the event that makes rules look.</summary>
internal sealed class HirePerson(Db db, Events events, Audit audit, Reach reach, Entropy entropy, TimeProvider clock)
{
    public async Task<Outcome<long>> Handle(NewPerson person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var facts = PersonFacts.Tidy(person.Name, person.LatinName, person.Email, person.EmployeeNumber, person.Language, person.HiredOn);
        if (facts.Check(DateOnly.FromDateTime(now.UtcDateTime)) is { } wrong) return wrong;
        await using var tx = await db.Begin(ct);
        if (await new Placement(person.SiteId, person.DepartmentId, person.PositionId).Check(db, reach, ct) is { } misplaced) return misplaced;
        if (await facts.Taken(db, null, ct) is { } taken) return taken;
        // "do nothing" catches what another transaction took since we looked.
        var id = await db.Scalar<long?>(
            """
            insert into people_person(name, latin_name, name_sort, email, normalized_email, employee_number, normalized_number, language, hired_on, site_id, department_id, position_id, security_stamp, concurrency_stamp, created_at)
            values (@Name, @LatinName, @Sort, @Email, @NormalizedEmail, @EmployeeNumber, @NormalizedNumber, @Language, @HiredOn, @SiteId, @DepartmentId, @PositionId, @Stamp, @Stamp, @now)
            on conflict do nothing returning id
            """,
            new
            {
                facts.Name, facts.LatinName, Sort = NameSort.Key(facts.Name), facts.Email, facts.NormalizedEmail, facts.EmployeeNumber, facts.NormalizedNumber, facts.Language, facts.HiredOn,
                person.SiteId, person.DepartmentId, person.PositionId, Stamp = entropy.Uuid(), now,
            }, ct);
        if (id is null) return Problem.Conflict("Somebody with this e-mail address or employee number is already here.");
        await db.Execute(
            "insert into people_placement(person_id, site_id, department_id, position_id, from_on, recorded_at) values (@id, @SiteId, @DepartmentId, @PositionId, @HiredOn, @now)",
            new { id, person.SiteId, person.DepartmentId, person.PositionId, facts.HiredOn, now }, ct);
        await audit.Write("people.hired", $"person:{id}", new { person.SiteId, person.DepartmentId, person.PositionId }, ct);
        await events.Tell(new PersonJoined(id.Value), ct);
        await tx.Commit(ct);
        return id.Value;
    }
}

/// <summary>A sort key compared byte by byte, so that both databases order names alike.</summary>
internal static class NameSort
{
    private static readonly System.Globalization.CompareInfo Chinese = System.Globalization.CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    public static string Key(string name) => Convert.ToHexStringLower(Chinese.GetSortKey(name, System.Globalization.CompareOptions.IgnoreCase | System.Globalization.CompareOptions.IgnoreWidth).KeyData);
}
