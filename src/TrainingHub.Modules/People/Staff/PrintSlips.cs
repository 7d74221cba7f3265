using TrainingHub.Modules.People.Access;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Staff;

/// <param name="Path">The link, below the hub's address.</param>
internal sealed record Slip(string Name, string? LatinName, string? EmployeeNumber, string? Email, string SiteName, string Path, string Code, DateOnly LastDay);

/// <summary>Makes activation slips, each voiding the person's earlier one. Whom the actor may not give a way in is left out.</summary>
internal sealed class PrintSlips(Db db, Activations activations, Reach reach, TimeProvider clock)
{
    private sealed record Row(long Id, string Name, string? LatinName, string? EmployeeNumber, string? Email, string SiteName);

    public async Task<List<Slip>> Handle(IReadOnlyCollection<long> people, CancellationToken ct)
    {
        var lastDay = DateOnly.FromDateTime((clock.GetUtcNow() + ActivationPurposes.Lifetime(ActivationPurposes.Slip)).UtcDateTime).AddDays(-1);
        var slips = new List<Slip>();
        await using var tx = await db.Begin(ct);
        foreach (var person in await db.Rows<Row>(
            $"""
            select p.id, p.name, p.latin_name, p.employee_number, p.email, p.site_name from v_people_person p
            where {db.Dialect.In("p.id", "people")} and p.left_on is null order by p.site_name, p.name_sort, p.id
            """,
            new { people = people.ToArray() }, ct))
        {
            if (!await reach.Account(person.Id, ct)) continue;
            var made = await activations.Make(person.Id, ActivationPurposes.Slip, ct);
            slips.Add(new Slip(person.Name, person.LatinName, person.EmployeeNumber, person.Email, person.SiteName, made.Path, made.Code, lastDay));
        }
        await tx.Commit(ct);
        return slips;
    }
}
