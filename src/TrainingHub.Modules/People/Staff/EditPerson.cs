using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.People.Staff;

/// <summary>Corrects what is written down about a person.</summary>
internal sealed class EditPerson(Db db, Events events, Audit audit, Reach reach, TimeProvider clock)
{
    private sealed record Present(string? NormalizedEmail, string? NormalizedNumber, DateOnly HiredOn, DateOnly? LeftOn, DateOnly? FirstMoveOn);

    public async Task<Problem?> Handle(long personId, PersonFacts facts, CancellationToken ct)
    {
        if (facts.Check(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is { } wrong) return wrong;
        await using var tx = await db.Begin(ct);
        if (!await reach.Person(PeoplePermissions.Edit, personId, ct)) return Problem.NotFound("There is no such person.");
        var present = (await db.Row<Present>(
            $"""
            select p.normalized_email, p.normalized_number, p.hired_on, p.left_on,
                   (select min(l.from_on) from people_placement l where l.person_id = p.id and l.from_on > p.hired_on) as first_move_on
            from people_person p where p.id = @personId {db.Dialect.ForUpdate}
            """, new { personId }, ct))!;
        var signInChanges = facts.NormalizedEmail != present.NormalizedEmail || facts.NormalizedNumber != present.NormalizedNumber;
        if (signInChanges && !await reach.Account(personId, ct)) return Problem.Because("This person holds a role. Only an administrator can change the e-mail address or number they sign in with.");
        if (await facts.Taken(db, personId, ct) is { } taken) return taken;
        if (facts.HiredOn >= (present.FirstMoveOn ?? DateOnly.MaxValue)) return Problem.Because("The hire date must be earlier than the first move.");
        if (facts.HiredOn > (present.LeftOn ?? DateOnly.MaxValue)) return Problem.Because("The hire date must not be later than the last day of work.");
        await db.Execute(
            """
            update people_person set name = @Name, latin_name = @LatinName, name_sort = @Sort, email = @Email, normalized_email = @NormalizedEmail,
                employee_number = @EmployeeNumber, normalized_number = @NormalizedNumber, language = @Language, hired_on = @HiredOn
            where id = @personId
            """,
            new { personId, facts.Name, facts.LatinName, Sort = NameSort.Key(facts.Name), facts.Email, facts.NormalizedEmail, facts.EmployeeNumber, facts.NormalizedNumber, facts.Language, facts.HiredOn }, ct);
        if (facts.HiredOn != present.HiredOn)
        {
            await db.Execute("update people_placement set from_on = @HiredOn where person_id = @personId and from_on = @Before", new { personId, facts.HiredOn, Before = present.HiredOn }, ct);
            await events.Tell(new PersonMoved(personId), ct);
        }
        await audit.Write("people.edited", $"person:{personId}", new { signInChanges, hiredOn = facts.HiredOn }, ct);
        await tx.Commit(ct);
        return null;
    }
}
