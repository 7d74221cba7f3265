using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.People.Places;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class AudienceTests
{
    private static readonly DateOnly Day = new(2026, 6, 1);

    private sealed record Numbered(long Id, string Number);

    private static DateOnly On(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// COOK and HELP work in the kitchen of A, HELP in the pastry below it; ANNEX at a site below A, in no department; BARE at B, with neither department nor position;
    /// NEXT begins after the day, GONE left before it.
    /// </summary>
    private static async Task<TestHub> World(TestDatabase database)
    {
        var hub = await TestHub.Start(database);
        var (a, b) = (await hub.Site("A"), await hub.Site("B"));
        var annex = await hub.Site("A1", parent: "A");
        var kitchen = await hub.Department(a, "KITCHEN");
        var pastry = await hub.In(async s => (await s.GetRequiredService<AddDepartment>().Handle(new NewDepartment("PASTRY", "Pastry", a, kitchen), default)).Value);
        foreach (var (code, zh, en) in new[] { ("cook", "厨师", "Cook"), ("waiter", "服务员", "Waiter") })
            await hub.In(s => s.GetRequiredService<AddPosition>().Handle(new NewPosition(code, zh, en), default));
        async Task Add(string number, long site, long? department, string? position, string hired, string? left = null) => await hub.Execute(
            "update people_person set hired_on = @hired, left_on = @left, position_id = (select id from people_position where code = @position) where id = @id",
            new { id = await hub.PersonAt(site, number, department), hired = On(hired), left = left is null ? (DateOnly?)null : On(left), position });
        await Add("COOK", a, kitchen, "cook", "2026-05-20");
        await Add("HELP", a, pastry, "cook", "2024-01-01");
        await Add("ANNEX", annex, null, "waiter", "2026-01-10");
        await Add("BARE", b, null, null, "2020-01-01");
        await Add("NEXT", a, kitchen, "cook", "2026-06-02");
        await Add("GONE", a, kitchen, "cook", "2020-01-01", "2026-05-31");
        await Tag(hub, "COOK", "night", "2026-05-20");
        await Tag(hub, "COOK", "intern", "2026-05-20", "2026-06-15");
        await Tag(hub, "ANNEX", "night", "2026-06-01");
        await Tag(hub, "ANNEX", "first aider", "2026-01-10", "2026-05-31");
        await Tag(hub, "BARE", "night", "2026-06-02");
        return hub;
    }

    private static Task<int> Tag(TestHub hub, string number, string tag, string from, string? to = null) => hub.Execute(
        "insert into people_tag(person_id, tag, from_on, to_on, recorded_at) values ((select id from people_person where employee_number = @number), @tag, @from, @to, @now)",
        new { number, tag, from = On(from), to = to is null ? (DateOnly?)null : On(to), now = hub.Clock.GetUtcNow() });

    /// <summary>The numbers of all in it, in the order in which they were made; asked of all at once and of each.</summary>
    private static Task<string> Caught(TestHub hub, Audience audience, DateOnly? on = null) => hub.In(async s =>
    {
        var (audiences, caught) = (s.GetRequiredService<IAudiences>(), new List<string>());
        var members = await audiences.Members(audience, on ?? Day, default);
        foreach (var person in await hub.Rows<Numbered>("select id, employee_number as number from people_person order by id"))
        {
            Assert.Equal(members.Contains(person.Id), await audiences.Includes(audience, person.Id, on ?? Day, default));
            var standing = (await audiences.Standing(person.Id, default))!;
            Assert.Equal(members.Contains(person.Id), standing.IsIn(audience, on ?? Day));
            Assert.Equal(members.Contains(person.Id), JsonSerializer.Deserialize<PersonStanding>(JsonSerializer.Serialize(standing, Json.Plain), Json.Plain)!.IsIn(audience, on ?? Day));
            if (members.Contains(person.Id)) caught.Add(person.Number);
        }
        return string.Join(' ', caught);
    });

    [Theory, BothDatabases]
    public async Task Each_condition_catches_whom_it_says(TestDatabase database)
    {
        await using var hub = await World(database);
        Assert.Equal("COOK HELP ANNEX BARE", await Caught(hub, new Audience()));
        Assert.Equal("COOK HELP ANNEX", await Caught(hub, new Audience(Sites: ["A"])));
        Assert.Equal("ANNEX BARE", await Caught(hub, new Audience(Sites: ["A1", "B"])));
        Assert.Equal("COOK HELP", await Caught(hub, new Audience(Departments: ["KITCHEN"])));
        Assert.Equal("HELP", await Caught(hub, new Audience(Departments: ["PASTRY"])));
        Assert.Equal("ANNEX", await Caught(hub, new Audience(Positions: ["waiter"])));
        Assert.Equal("COOK", await Caught(hub, new Audience(HiredWithin: 30)));
        Assert.Equal("HELP ANNEX BARE", await Caught(hub, new Audience(EmployedFor: 30)));
        Assert.Equal("COOK ANNEX", await Caught(hub, new Audience(HiredFrom: new DateOnly(2026, 1, 10))));
        Assert.Equal("HELP BARE", await Caught(hub, new Audience(HiredTo: new DateOnly(2026, 1, 9))));
        Assert.Equal("ANNEX", await Caught(hub, new Audience(HiredFrom: new DateOnly(2026, 1, 10), HiredTo: new DateOnly(2026, 1, 10))));
        Assert.Equal("COOK ANNEX", await Caught(hub, new Audience(Tags: ["night"])));
        Assert.Equal("COOK", await Caught(hub, new Audience(Sites: ["A"], Positions: ["cook"], Tags: ["night", "first aider"])));
    }

    [Theory, BothDatabases]
    public async Task A_tag_counts_on_the_days_on_which_it_is_held(TestDatabase database)
    {
        await using var hub = await World(database);
        Assert.Equal("COOK", await Caught(hub, new Audience(Tags: ["night"]), Day.AddDays(-1)));
        Assert.Equal("COOK ANNEX BARE", await Caught(hub, new Audience(Tags: ["night"]), Day.AddDays(1)));
        Assert.Equal("ANNEX", await Caught(hub, new Audience(Tags: ["first aider"]), new DateOnly(2026, 5, 31)));
        Assert.Equal("", await Caught(hub, new Audience(Tags: ["first aider"])));
        Assert.Equal("COOK", await Caught(hub, new Audience(Tags: ["intern"]), new DateOnly(2026, 6, 15)));
        Assert.Equal("", await Caught(hub, new Audience(Tags: ["intern"]), new DateOnly(2026, 6, 16)));
    }

    [Theory, BothDatabases]
    public async Task Whoever_is_in_an_exception_is_left_out_and_nobody_else(TestDatabase database)
    {
        await using var hub = await World(database);
        Audience Not(params Audience[] exceptions) => new(Except: exceptions);
        // Who has no department, position or tag is in no exception that names one.
        Assert.Equal("ANNEX BARE", await Caught(hub, Not(new Audience(Departments: ["KITCHEN"]))));
        Assert.Equal("ANNEX BARE", await Caught(hub, Not(new Audience(Positions: ["cook"]))));
        Assert.Equal("HELP BARE", await Caught(hub, Not(new Audience(Tags: ["night"]))));
        Assert.Equal("BARE", await Caught(hub, Not(new Audience(Sites: ["A"]))));
        Assert.Equal("COOK", await Caught(hub, Not(new Audience(EmployedFor: 30))));
        Assert.Equal("COOK HELP ANNEX", await Caught(hub, Not(new Audience(HiredTo: new DateOnly(2023, 1, 1)))));
        // All of one, or any one of several.
        Assert.Equal("HELP ANNEX BARE", await Caught(hub, Not(new Audience(Positions: ["cook"], Tags: ["night"]))));
        Assert.Equal("BARE", await Caught(hub, Not(new Audience(Positions: ["cook"]), new Audience(Tags: ["night"]))));
        Assert.Equal("HELP", await Caught(hub, new Audience(Sites: ["A"], Positions: ["cook"], Except: [new Audience(Tags: ["night", "intern"])])));
        Assert.Equal("COOK ANNEX", await Caught(hub, new Audience(Sites: ["A"], Except: [new Audience(Departments: ["PASTRY"])])));
    }

    [Theory, BothDatabases]
    public async Task A_code_that_names_nothing_is_found_also_in_exceptions_and_a_tag_is_a_free_word(TestDatabase database)
    {
        await using var hub = await World(database);
        var audience = new Audience(Sites: ["A", "ATLANTIS"], Tags: ["nobody has it yet"], Except: [new Audience(Positions: ["cook", "pilot"]), new Audience(Departments: ["HANGAR"], Tags: ["neither this"])]);
        Assert.Equal(["ATLANTIS", "pilot", "HANGAR"], await hub.In(s => s.GetRequiredService<IAudiences>().UnknownCodes(audience, default)));
        Assert.Equal("", await Caught(hub, new Audience(Tags: ["nobody has it yet"])));
        Assert.Equal("COOK HELP ANNEX BARE", await Caught(hub, new Audience(Except: [new Audience(Tags: ["nobody has it yet"])])));
    }

    [Fact]
    public void What_says_nothing_sensible_is_refused()
    {
        Assert.Null(new Audience(Sites: ["A"], HiredFrom: Day, HiredTo: Day, Except: [new Audience(Tags: ["a"])]).Fault());
        foreach (var (audience, message) in new (Audience, string)[]
        {
            (new Audience(HiredWithin: 0), "since somebody was hired must be from 1 to 36500"), (new Audience(EmployedFor: 40000), "has been employed must be from 1 to 36500"),
            (new Audience(HiredFrom: Day, HiredTo: Day.AddDays(-1)), "Turn the two dates round"), (new Audience(Tags: ["a, b"]), "no commas"),
            (new Audience(Except: [new Audience()]), "this one is for everybody"), (new Audience(Except: [new Audience(Sites: [])]), "this one is for everybody"),
            (new Audience(Except: [new Audience(Tags: ["a"], Except: [new Audience(Tags: ["b"])])]), "no exceptions of its own"), (new Audience(Except: [new Audience(HiredWithin: 0)]), "from 1 to 36500"),
        })
            Assert.Contains(message, audience.Fault()?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_saved_before_there_were_tags_is_written_as_it_was() =>
        Assert.Equal("""{"sites":["A"],"hiredWithin":30}""", JsonSerializer.Serialize(new Audience(Sites: ["A"], HiredWithin: 30), Json.Plain)); // an import compares texts

    [Fact]
    public void A_form_gives_back_what_it_was_given_and_keeps_exceptions_it_has_no_fields_for()
    {
        var audience = new Audience(Tags: ["night", "first aider"], HiredFrom: Day, HiredTo: Day.AddDays(9), Except:
        [
            new Audience(Departments: ["KITCHEN"]), new Audience(Positions: ["cook", "waiter"]), new Audience(Tags: ["intern"]),
            new Audience(Sites: ["A"], Positions: ["cook"]), new Audience(EmployedFor: 90),
        ]);
        string Text(Audience a) => JsonSerializer.Serialize(a, Json.Plain);
        Assert.Equal(Text(audience), Text(AudienceFields.Of(audience).Complete(new Audience())));
        var posted = new AudienceFields { NotTags = "Intern，Trainee" };
        posted.Keep(audience);
        Assert.Equal(Text(new Audience(Except: [new Audience(Tags: ["intern", "trainee"]), new Audience(Sites: ["A"], Positions: ["cook"]), new Audience(EmployedFor: 90)])), Text(posted.Complete(new Audience())));
    }

    [Fact]
    public async Task An_audience_is_said_in_words_of_both_languages()
    {
        await using var hub = await World(TestDatabase.Sqlite);
        var audience = new Audience(Sites: ["A"], Tags: ["night", "first aider"], HiredFrom: new DateOnly(2026, 1, 10), HiredTo: Day, Except: [new Audience(Positions: ["cook"], Departments: ["PASTRY"]), new Audience(Tags: ["intern"])]);
        Task<IReadOnlyList<string>> Say(string language, Audience said) => hub.In(s =>
        {
            s.GetRequiredService<Localizer>().Use(language);
            return s.GetRequiredService<IAudienceWords>().Say(said, default);
        });
        Assert.Equal(["Site: Site A", "Tag: night, first aider", "Hired on 10 January 2026 or later", "Hired on 1 June 2026 or earlier", "Except (Department: Pastry; Position: Cook)", "Except (Tag: intern)"], await Say("en", audience));
        Assert.Equal(["门店：Site A", "标签：night、first aider", "2026年1月10日或之后入职", "2026年6月1日或之前入职", "除外（部门：Pastry，岗位：厨师）", "除外（标签：intern）"], await Say("zh-CN", audience));
        Assert.Equal(["Everybody", "Except (Tag: intern)"], await Say("en", new Audience(Except: [new Audience(Tags: ["intern"])])));
    }
}
