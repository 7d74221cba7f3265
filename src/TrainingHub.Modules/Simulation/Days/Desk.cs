using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Simulation.Days;

/// <summary>
/// What HR does in a day: people leave, move, come back and are hired, certifications are revoked, waived and assigned. Each deed looks first whether it is done already,
/// as somebody would who got no answer the first time.
/// </summary>
/// <param name="revokes">Whoever was told too late that somebody passed has nothing to revoke.</param>
internal sealed class Desk(SimulatedHub hub, SimulationPlan plan, Jobs jobs, bool revokes = true)
{
    private const int FewEnoughToTypeIn = 10;

    /// <summary>Of 8,400 days of somebody, on how many HR has to do with them.</summary>
    private const int Deeds = 88;

    private static readonly (string Site, string Department, string Position)[] Places =
    [
        ("RIVER", "FRONT", "receptionist"), ("RIVER", "HOUSE", "housekeeper"), ("RIVER", "FNB", "waiter"), ("ZS", "SALES", "sales-assistant"), ("ZS", "STOCK", "storekeeper"), ("DESK", "PHONE", "agent"),
    ];

    private static readonly string[] FamilyNames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
    private static readonly string[] GivenNames = ["伟", "芳", "秀兰", "敏", "静", "强", "磊", "洋", "丽", "雪梅", "建国", "晓东", "思源", "嘉欣"];

    /// <param name="moved">Told after each person who had a turn.</param>
    public async Task Work(DateOnly day, long after, Func<IServiceProvider, long, Task> moved)
    {
        foreach (var person in (await People()).Where(p => p.Id > after && HasATurn(p, day)))
        {
            var acted = await hub.In(async services =>
            {
                if (await Invite(services, person, day, moved)) return true;
                if (!await TurnOf(services, person, day)) return false;
                await moved(services, person.Id);
                return true;
            });
            if (acted) await jobs.Work();
        }
        await Hire(day);
    }

    /// <summary>Whether anything may happen to somebody on that day: to most nothing does, and nobody need be asked about them.</summary>
    private bool HasATurn(Person person, DateOnly day) => person.HiredOn == day.AddDays(-1) || person.LeftOn is not null || plan.Below(8400, person.Number, day, "deed") < Deeds;

    private Task<List<Person>> People() => hub.In(services => Person.All(services.GetRequiredService<Db>(), default));

    /// <summary>The day after somebody began. Asked for twice it would be sent twice, so the place in the diary is part of the same transaction.</summary>
    private static async Task<bool> Invite(IServiceProvider services, Person person, DateOnly day, Func<IServiceProvider, long, Task> moved)
    {
        if (person.HiredOn != day.AddDays(-1) || person.Email is null || person.HasRole || person.LeftOn < day) return false;
        await using var tx = await services.GetRequiredService<Db>().Begin(default);
        Must(await services.GetRequiredService<IPeopleCommands>().Invite(person.Id, default));
        await moved(services, person.Id);
        await tx.Commit(default);
        return true;
    }

    /// <summary>True where something was done.</summary>
    private async Task<bool> TurnOf(IServiceProvider services, Person person, DateOnly day)
    {
        var commands = services.GetRequiredService<IPeopleCommands>();
        var place = Places[plan.Below(Places.Length, person.Number, day, "place")];
        if (person.LeftOn is { } left && left <= day.AddDays(-20))
        {
            if (!plan.OnceIn(400, person.Number, day, "rehire")) return false;
            Must(await commands.Import(File([Line(person.Name, person.Email, person.Number, person.Language, day, place)]), default));
            return true;
        }
        if (!person.WorksOn(day) || person.HiredOn == day) return false;
        // One deed a day at most: begun again, the day must not go on with another.
        switch (plan.Below(8400, person.Number, day, "deed"))
        {
            case < 12 when person is { LeftOn: null, HasRole: false }:
                Must(await commands.Change(person.Id, Draft(person), day, day.AddDays(plan.Below(15, person.Number, day, "last day")), default));
                return true;
            case >= 12 and < 36 when person is { LeftOn: null, HasRole: false } && (place.Site, place.Department) != (person.Site, person.Department):
                Must(await commands.Change(person.Id, Moved(person, place), day, null, default));
                return true;
            // Heard of late: it counts from a day that has passed.
            case >= 52 and < 60 when person is { LeftOn: null, HasRole: false } && person.HiredOn < day.AddDays(-7) && (place.Site, place.Department) != (person.Site, person.Department):
                return await Try(commands.Change(person.Id, Moved(person, place), day.AddDays(-1 - plan.Below(5, person.Number, day, "days late")), null, default));
            case >= 60 and < 76 when person is { LeftOn: not null, HasRole: false } && person.LeftOn > day:
                Must(await commands.Change(person.Id, Draft(person), day, day, default));
                return true;
            case >= 36 and < 43 when revokes:
                return await Revoke(services, person, day);
            // What nobody asks, or what is waived already, can't be waived.
            case >= 76 and < Deeds when person.LeftOn is null:
                return await Try(services.GetRequiredService<ICertifications>().Excuse(person.Id, await Program(services, person, day), day.AddDays(plan.Below(40, person.Number, day, "excused")), "育儿假 Parental leave", default));
            case >= 43 and < 52 when person.LeftOn is null:
                Must((await services.GetRequiredService<ICertifications>().Assign(person.Id, await Program(services, person, day), day.AddDays(14), "manual", default)).Problem);
                return true;
            default:
                return false;
        }
    }

    private async Task<bool> Revoke(IServiceProvider services, Person person, DateOnly day)
    {
        var period = await services.GetRequiredService<Db>().Scalar<long?>(
            "select s.certified_id from v_certification_standing s join v_certification_program p on p.id = s.program_id where s.person_id = @Id and p.slug = @slug and s.completed_on < @day",
            new { person.Id, slug = await Program(services, person, day), day }, default);
        if (period is null) return false;
        Must(await services.GetRequiredService<ICertifications>().Revoke(period.Value, "抽查未达标 Failed a spot check", default));
        return true;
    }

    private async Task<string> Program(IServiceProvider services, Person person, DateOnly day)
    {
        var slugs = await services.GetRequiredService<Db>().Rows<string>("select slug from v_certification_program order by slug", null, default);
        return slugs[plan.Below(slugs.Count, person.Number, day, "program")];
    }

    /// <summary>As many as are missing: one by one, or, where they are many, as a file of old hands.</summary>
    private async Task Hire(DateOnly day)
    {
        var people = await People();
        var missing = plan.People - people.Count(p => p.WorksOn(day));
        if (missing > FewEnoughToTypeIn)
        {
            var lines = Enumerable.Range(people.Count + 1, missing).Select(i => NewPerson(i, day)).Select(n => Line(n.Name, n.Email, n.EmployeeNumber!, n.Language, day.AddDays(-plan.Below(500, n.EmployeeNumber!, day, "seniority")), (n.Site, n.Department!, n.Position!)));
            Must(await hub.In(services => services.GetRequiredService<IPeopleCommands>().Import(File(lines), default)));
            await jobs.Work();
            return;
        }
        for (var i = 1; i <= missing; i++)
        {
            var person = NewPerson(people.Count + i, day);
            Must((await hub.In(services => services.GetRequiredService<IPeopleCommands>().Hire(person, default))).Problem);
            await jobs.Work();
        }
    }

    private PersonDraft NewPerson(int index, DateOnly day)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"S{index:00000}");
        var name = FamilyNames[plan.Below(FamilyNames.Length, number, day, "family name")] + GivenNames[plan.Below(GivenNames.Length, number, day, "given name")];
        var place = Places[plan.Below(Places.Length, number, day, "place")];
        // Not everybody on the floor has an address for mail.
        var email = plan.Percent(70, number, day, "mail") ? $"{number.ToLowerInvariant()}@staff.example" : null;
        return new PersonDraft(name, null, email, number, plan.Percent(80, number, day, "language") ? "zh-CN" : "en", day, place.Site, place.Department, place.Position);
    }

    private static PersonDraft Moved(Person p, (string Site, string Department, string Position) place) => Draft(p) with { Site = place.Site, Department = place.Department, Position = place.Position };

    private static PersonDraft Draft(Person p) => new(p.Name, p.LatinName, p.Email, p.Number, p.Language, p.HiredOn, p.Site, p.Department, p.Position);

    private static string Line(string name, string? email, string number, string language, DateOnly hiredOn, (string Site, string Department, string Position) place) =>
        string.Create(CultureInfo.InvariantCulture, $"{name},{email},{number},{language},{hiredOn:yyyy-MM-dd},{place.Site},{place.Department},{place.Position}");

    private static byte[] File(IEnumerable<string> lines) => Encoding.UTF8.GetBytes("name,email,employee_number,language,hired_on,site,department,position\n" + string.Join('\n', lines) + "\n");

    /// <summary>What a later deed stands against is refused, and left at that.</summary>
    private static async Task<bool> Try(Task<Problem?> deed) => await deed is null;

    private static void Must(PeopleImported imported)
    {
        if (!imported.Applied) throw new SimulationException($"A people file was refused: {string.Join("; ", imported.Refused.Select(r => $"line {r.Line}: {r.What}"))}");
    }

    private static void Must(Problem? problem)
    {
        if (problem is not null) throw new SimulationException($"A deed of the HR desk was refused: {problem}");
    }
}
