using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Import;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.People.Staff;

/// <summary>The contract over the commands: finds places by their codes and joins what one change needs in one transaction.</summary>
internal sealed class PeopleCommands(Db db, HirePerson hire, EditPerson edit, MovePerson move, LeavePerson leave, InvitePerson invite, ImportPeople import, Localizer texts) : IPeopleCommands
{
    private sealed record Present(long SiteId, long? DepartmentId, long? PositionId);

    public async Task<Outcome<long>> Hire(PersonDraft person, CancellationToken ct)
    {
        var place = await Place(person, ct);
        return place.Problem is { } unknown
            ? unknown
            : await hire.Handle(new NewPerson(person.Name, person.LatinName, person.Email, person.EmployeeNumber, person.Language, person.HiredOn, place.Value!.SiteId, place.Value.DepartmentId, place.Value.PositionId), ct);
    }

    public async Task<Problem?> Change(long personId, PersonDraft person, DateOnly movedOn, DateOnly? lastDay, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await edit.Handle(personId, PersonFacts.Tidy(person.Name, person.LatinName, person.Email, person.EmployeeNumber, person.Language, person.HiredOn), ct) is { } wrong) return wrong;
        var place = await Place(person, ct);
        if (place.Problem is { } unknown) return unknown;
        var present = (await db.Row<Present>("select site_id, department_id, position_id from people_person where id = @personId", new { personId }, ct))!;
        var isMoved = present != new Present(place.Value!.SiteId, place.Value.DepartmentId, place.Value.PositionId);
        if (isMoved && await move.Handle(personId, place.Value, movedOn, ct) is { } stuck) return stuck;
        if (lastDay is { } last && await leave.Handle(personId, last, ct) is { } stays) return stays;
        await tx.Commit(ct);
        return null;
    }

    public Task<Problem?> Invite(long personId, CancellationToken ct) => invite.Handle(personId, ct);

    public async Task<PeopleImported> Import(byte[] csv, CancellationToken ct)
    {
        var result = await import.Handle(csv, new ImportOptions(), ct);
        return new PeopleImported(result.Applied, result.New, result.Changed, result.Unchanged, [.. result.Faults.Select(f => new RefusedLine(f.Line, f.In(texts)))]);
    }

    private async Task<Outcome<Placement>> Place(PersonDraft person, CancellationToken ct)
    {
        if (await db.Row<long?>("select id from people_site where code = @Site", new { person.Site }, ct) is not { } site) return Problem.Because("There is no such site.");
        var department = person.Department is null ? null : await db.Row<long?>("select id from people_department where site_id = @site and code = @Department", new { site, person.Department }, ct);
        if (person.Department is not null && department is null) return Problem.Because("The department does not belong to that site. Choose one of the same site, or none.");
        var position = person.Position is null ? null : await db.Row<long?>("select id from people_position where code = @Position", new { person.Position }, ct);
        return person.Position is not null && position is null ? Problem.Because("There is no such position.") : new Placement(site, department, position);
    }
}
