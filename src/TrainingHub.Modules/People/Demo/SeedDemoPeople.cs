using Microsoft.AspNetCore.Identity;
using TrainingHub.Modules.People.Places;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.People.Demo;

/// <summary>Fills an empty hub with the demo organisation, all or nothing, and prints its accounts.</summary>
internal sealed class SeedDemoPeople(
    Db db, HubSettings settings, AddSite addSite, SetTrades setTrades, AddDepartment addDepartment, AddPosition addPosition, HirePerson hire, GrantRole grant, IPasswordHasher<Person> hasher, TimeProvider clock) : IStartStep
{
    private sealed record Place(long Id, string Code);

    public async Task Run(CancellationToken ct)
    {
        if (!settings.SeedDemo || await db.Scalar<long>("select count(*) from people_person", null, ct) > 0) return;
        var hash = hasher.HashPassword(new Person(), DemoPeople.Password); // a tenth of a second each: one for all
        await using (var tx = await db.Begin(ct))
        {
            await AddPlaces(ct);
            await AddPeople(hash, ct);
            await tx.Commit(ct);
        }
        Console.WriteLine($"Demo accounts, password {DemoPeople.Password}:");
        foreach (var account in DemoPeople.Accounts) Console.WriteLine($"  {account.Email,-24} {account.Description}");
    }

    private async Task AddPlaces(CancellationToken ct)
    {
        var top = (await db.Row<Place>("select id, code from people_site where parent_id is null", null, ct))!;
        await db.Execute("update people_site set code = 'HUB' where id = @Id", new { top.Id }, ct);
        foreach (var (code, name, trades) in DemoPeople.Sites)
        {
            var id = Must(await addSite.Handle(new NewSite(code, name, top.Id, null), ct));
            if (await setTrades.Handle(id, trades, ct) is { } problem) throw new InvalidOperationException(problem.ToString());
        }
        var sites = await Codes("people_site", ct);
        foreach (var (site, code, name) in DemoPeople.Departments) Must(await addDepartment.Handle(new NewDepartment(code, name, sites[site], null), ct));
        foreach (var (code, zh, en) in DemoPeople.Positions) Must(await addPosition.Handle(new NewPosition(code, zh, en), ct));
    }

    private async Task AddPeople(string hash, CancellationToken ct)
    {
        var (sites, departments, positions) = (await Codes("people_site", ct), await Codes("people_department", ct), await Codes("people_position", ct));
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        foreach (var p in DemoPeople.People)
        {
            var id = Must(await hire.Handle(
                new NewPerson(p.Name, p.LatinName, p.Email, p.Number, p.Language, today.AddDays(-p.HiredDaysAgo), sites[p.Site], departments[p.Department], positions[p.Position]), ct));
            if (p.Role is not null && await grant.Handle(id, p.Role, p.RoleSite is null ? null : sites[p.RoleSite], null, ct) is { } problem) throw new InvalidOperationException(problem.ToString());
            if (DemoPeople.Accounts.Any(a => a.Email == p.Email)) await db.Execute("update people_person set password_hash = @hash where id = @id", new { id, hash }, ct);
        }
    }

    private async Task<Dictionary<string, long>> Codes(string table, CancellationToken ct) =>
        (await db.Rows<Place>($"select id, code from {table}", null, ct)).ToDictionary(p => p.Code, p => p.Id, StringComparer.Ordinal);

    private static long Must(Outcome<long> outcome) => outcome.Problem is null ? outcome.Value : throw new InvalidOperationException(outcome.Problem.ToString());
}
