using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Import;
using TrainingHub.Modules.People.Places;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class ImportTests
{
    private const string Good = """
        name,latin_name,email,employee_number,language,hired_on,site,department,position
        王芳,Wang Fang,wang@test.example,R1,zh-CN,2026-03-01,RIVER,FRONT,receptionist
        "Reyes, Daniel",,,R2,en,2026/3/1,river,,
        """;

    private static async Task<TestHub> Hub(TestDatabase database = TestDatabase.Sqlite)
    {
        var hub = await TestHub.Start(database);
        await hub.Department(await hub.Site("RIVER"), "FRONT");
        await hub.Site("ZS");
        await hub.In(s => s.GetRequiredService<AddPosition>().Handle(new NewPosition("receptionist", "前台接待", "Receptionist"), default));
        return hub;
    }

    private static Task<ImportResult> Import(TestHub hub, string csv, ImportOptions? options = null) => Import(hub, Encoding.UTF8.GetBytes(csv), options);

    private static Task<ImportResult> Import(TestHub hub, byte[] csv, ImportOptions? options = null) =>
        hub.In(s => s.GetRequiredService<ImportPeople>().Handle(csv, options ?? new ImportOptions(), default));

    private static Task<long> Count(TestHub hub) => hub.Scalar<long>("select count(*) from people_person");

    [Theory, BothDatabases]
    public async Task A_good_file_adds_people_and_the_same_file_again_changes_nothing(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var first = await Import(hub, Good);
        Assert.Empty(first.Faults);
        Assert.Equal((true, 2, 0, 0), (first.Applied, first.New, first.Changed, first.Unchanged));
        Assert.Equal(["Reyes, Daniel|RIVER||", "王芳|RIVER|FRONT|receptionist"],
            await hub.Rows<string>("select name || '|' || site_code || '|' || coalesce(department_code, '') || '|' || coalesce(position_code, '') from v_people_person order by employee_number desc"));
        var events = await hub.Scalar<long>("select count(*) from platform_event");
        var again = await Import(hub, Good);
        Assert.Equal((true, 0, 0, 2), (again.Applied, again.New, again.Changed, again.Unchanged));
        Assert.Equal(events, await hub.Scalar<long>("select count(*) from platform_event"));
    }

    [Theory, BothDatabases]
    public async Task A_changed_row_moves_the_person_and_keeps_the_history(TestDatabase database)
    {
        await using var hub = await Hub(database);
        await Import(hub, Good);
        var changed = await Import(hub, "工号,姓名,门店\nR1,王芳芳,ZS\n");
        Assert.Equal((true, 0, 1), (changed.Applied, changed.New, changed.Changed));
        Assert.Equal("王芳芳|ZS|wang@test.example", await hub.Scalar<string>("select name || '|' || site_code || '|' || email from v_people_person where employee_number = 'R1'"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from people_placement l join people_person p on p.id = l.person_id where p.employee_number = 'R1'"));
    }

    [Theory]
    [InlineData("utf-8", false), InlineData("utf-8", true), InlineData("utf-16", true), InlineData("utf-16BE", true), InlineData("GB18030", false), InlineData("GBK", false)]
    public async Task Files_are_read_in_whatever_encoding_a_spreadsheet_writes(string encoding, bool marked)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await using var hub = await Hub();
        var writer = Encoding.GetEncoding(encoding);
        var csv = "姓名;工号;门店;入职日期\r\n李秀英;R9;ZS;2026年3月1日\r\n";
        var result = await Import(hub, marked ? [.. writer.GetPreamble(), .. writer.GetBytes(csv)] : writer.GetBytes(csv));
        Assert.Empty(result.Faults);
        Assert.Equal("李秀英", await hub.Scalar<string>("select name from people_person where employee_number = 'R9' and hired_on = @day", new { day = new DateOnly(2026, 3, 1) }));
    }

    [Theory]
    [InlineData("name,employee_number,site,hired_on\nA,1,ZS,2026-02-30", "Line 2, column hired_on: 2026-02-30 is no date. Write 2026-03-01, 2026/3/1 or 2026年3月1日.")]
    [InlineData("name,employee_number,site\nA,1,RIVR", "Line 2, column site: RIVR is no code of the hub. Is RIVER meant?")]
    [InlineData("name,employee_number,site,position\nA,1,ZS,前台接待", "Line 2, column position: 前台接待 is no code of the hub. Is receptionist meant?")]
    [InlineData("name,employee_number,site,department\nA,1,ZS,FRONT", "Line 2, column department: FRONT is no code of the hub; there is none yet. Add it under Administration first.")]
    [InlineData("name,employee_number,site\nA,1,ZS\n\nB,1,ZS", "Line 4, column employee_number: 1 stands in line 2 already. Each person has one row.")]
    [InlineData("name,email,site\nA,a@test.example,ZS\nB,A@test.example,ZS", "Line 3, column email: A@test.example stands in line 2 already. Each person has one row.")]
    [InlineData("name,email,employee_number,site\nA,taken@test.example,NEW,ZS\nB,taken@test.example,TAKEN2,ZS", "Line 3, column email: taken@test.example stands in line 2 already. Each person has one row.")]
    [InlineData("name,email,employee_number,site\nA,taken@test.example,TAKEN2,ZS", "Line 2, column email: taken@test.example belongs to another person of the hub than the number TAKEN2.")]
    [InlineData("name,employee_number,site\n,1,ZS", "Line 2, column name: The name is missing.")]
    [InlineData("name,employee_number,site\nA,,ZS", "Line 2: Give an e-mail address or an employee number; one of them is needed to sign in.")]
    [InlineData("name,employee_number\nA,1", "Line 2, column site: The site is missing. Give the code of one, such as ZS.")]
    [InlineData("name,employee_number,site,wage\nA,1,ZS,9", "Line 1, column wage: \"wage\" is no column. The columns are name, latin_name, email, employee_number, language, hired_on, site, department, position, left_on, tags.")]
    [InlineData("name,employee_number,site,tags\nA,1,ZS,\"night, 12345678901234567890123456789012345678901\"", "Line 2, column tags: A tag has from 1 to 40 characters.")]
    [InlineData("A,1,ZS", "Line 1: The first line must name the columns, such as name,email,employee_number,site (or 姓名,邮箱,工号,门店).")]
    [InlineData("", "The file is empty.")]
    [InlineData("name,employee_number,site", "The file has a header and no people.")]
    [InlineData("name,employee_number,site\n\"A,1,ZS\nB,2,ZS", "Line 2: A quotation mark is opened here and never closed. Close it, or double it where it is part of the text.")]
    [InlineData("name,employee_number,site\n\"A\" B,1,ZS", "Line 2: Text stands after a closing quotation mark. Put the whole field in quotation marks and double those inside it.")]
    [InlineData("name,employee_number,site\nA,1,ZS,more", "Line 2: The row has 4 fields, the header only 3. Put a field that contains the separator in quotation marks.")]
    [InlineData("name,email,site\nA,no address,ZS", "Line 2: no address is no e-mail address. Write it like name@example.com.")]
    [InlineData("name,employee_number,site,hired_on,left_on\nA,1,ZS,2026-03-01,2026-02-01", "Line 2, column left_on: The last day can't be before the hire date, 2026-03-01.")]
    public async Task A_wrong_file_is_refused_with_place_and_remedy_and_changes_nothing(string csv, string message)
    {
        await using var hub = await Hub();
        await hub.In(s => s.GetRequiredService<ImportPeople>().Handle(Encoding.UTF8.GetBytes("name,email,employee_number,site\nT,taken@test.example,,ZS\nU,,TAKEN2,ZS"), new ImportOptions(), default));
        var before = await Count(hub);
        var result = await Import(hub, csv);
        Assert.False(result.Applied);
        var english = hub.Services.CreateScope().ServiceProvider.GetRequiredService<Modules.Platform.Text.Localizer>().For("en");
        Assert.Equal([message], result.Faults.Select(f => f.In(english)));
        Assert.Equal(before, await Count(hub));
    }

    [Theory, BothDatabases]
    public async Task One_bad_row_stops_all_unless_bad_rows_are_skipped(TestDatabase database)
    {
        await using var hub = await Hub(database);
        const string csv = "name,employee_number,site\nA,1,ZS\nB,2,NOWHERE\nC,3,ZS\n";
        Assert.False((await Import(hub, csv)).Applied);
        Assert.Equal(0, await Count(hub));
        var result = await Import(hub, csv, new ImportOptions(SkipBad: true));
        Assert.Equal((true, 2, 1), (result.Applied, result.New, result.Faults.Count));
        Assert.Equal(2, await Count(hub));
    }

    [Theory, BothDatabases]
    public async Task Absence_means_leaving_only_in_a_full_file_and_never_for_too_many(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var rows = Enumerable.Range(1, 20).Select(i => $"P{i},{i},ZS").ToList();
        string File(int people) => "name,employee_number,site\n" + string.Join('\n', rows.Take(people));
        await Import(hub, File(20));
        Task<long> Left() => hub.Scalar<long>("select count(*) from people_person where left_on is not null");
        Assert.True((await Import(hub, File(10))).Applied);
        Assert.Equal(0, await Left());
        var tooMany = await Import(hub, File(17), new ImportOptions(Full: true));
        Assert.False(tooMany.Applied);
        Assert.Contains("3 of 20 people are absent", tooMany.Faults.Single().What.ToString());
        Assert.True((await Import(hub, File(18), new ImportOptions(Full: true))).Applied);
        Assert.Equal(2, await Left());
        Assert.True((await Import(hub, File(18), new ImportOptions(Full: true))).Applied);
        Assert.Equal(2, await Left());
    }

    [Theory, BothDatabases]
    public async Task Tags_of_a_file_are_added_and_only_a_full_file_or_a_hyphen_takes_any_away(TestDatabase database)
    {
        await using var hub = await Hub(database);
        Task<ImportResult> File(string one, string two, bool full = false) => Import(hub, $"name;employee_number;site;tags\nA;1;ZS;{one}\nB;2;ZS;{two}", new ImportOptions(Full: full));
        async Task<string> Tags() => string.Join(' ', await hub.Rows<string>("select p.employee_number || ':' || g.tag from people_tag g join people_person p on p.id = g.person_id where g.to_on is null order by p.employee_number, g.tag"));
        Assert.Equal(2, (await File("Night  Shift, 急救员", "")).New);
        Assert.Equal("1:night shift 1:急救员", await Tags());
        Assert.Equal(2, (await File("急救员、night shift", "")).Unchanged);
        hub.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, (await File("trainee", "")).Changed); // another word is one more
        Assert.Equal("1:night shift 1:trainee 1:急救员", await Tags());
        Assert.Equal(1, (await File("急救员", "", full: true)).Changed); // the file names everybody, with all their tags
        Assert.Equal("1:急救员", await Tags());
        Assert.Equal(0, (await File("", "-", full: true)).Changed); // an empty cell changes nothing
        Assert.Equal(2, (await File("-", "night shift")).Changed);
        Assert.Equal("2:night shift", await Tags());
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from people_tag")); // what was given and taken on one day leaves nothing
    }

    [Fact]
    public async Task Hr_of_one_site_imports_nobody_into_another_and_changes_nobody_there()
    {
        await using var hub = await Hub();
        await Import(hub, Good);
        var zs = await hub.Scalar<long>("select id from people_site where code = 'ZS'");
        var hr = await hub.PersonAt(zs, "HR1");
        await hub.Grant(hr, Roles.Hr, zs, null);
        foreach (var csv in new[] { "name,employee_number,site\nNew,N1,RIVER", "name,employee_number\nRenamed,R1" })
        {
            var result = await hub.As(hr, s => s.GetRequiredService<ImportPeople>().Handle(Encoding.UTF8.GetBytes(csv), new ImportOptions(), default));
            Assert.False(result.Applied);
            Assert.Contains("outside of your area", result.Faults[0].What.ToString());
        }
        Assert.True((await hub.As(hr, s => s.GetRequiredService<ImportPeople>().Handle("name,employee_number,site\nNew,N1,ZS"u8.ToArray(), new ImportOptions(), default))).Applied);
    }

    [Fact]
    public async Task The_page_shows_what_a_file_would_do_before_it_does_it()
    {
        await using var hub = await Hub();
        using var browser = await hub.SignedIn(await hub.Person("HR1", Roles.Hr));
        var form = await browser.GetStringAsync("/hr/people/import");
        using var upload = new MultipartFormDataContent
        {
            { new StringContent(Value(form, "__RequestVerificationToken")), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Good)), "file", "people.csv" },
        };
        var preview = await (await browser.PostAsync("/hr/people/import", upload)).Text();
        Assert.Contains("Import now", preview);
        Assert.Equal(1, await Count(hub));
        var done = await browser.PostAsync("/hr/people/import?handler=Apply", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Value(preview, "__RequestVerificationToken"), ["Parcel"] = Value(preview, "Parcel"), ["Full"] = "false", ["SkipBad"] = "false", ["AllowLeaving"] = "10",
        }));
        Assert.Equal("/hr/people", done.Headers.Location?.OriginalString);
        Assert.Equal(3, await Count(hub));
    }

    private static string Value(string html, string name) =>
        System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(html, $"name=\"{name}\"[^>]* value=\"([^\"]*)\"").Groups[1].Value);
}
