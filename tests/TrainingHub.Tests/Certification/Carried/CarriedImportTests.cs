using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Carried;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Certification.Carried;

public sealed class CarriedImportTests
{
    private const string Bad =
        """
        E1,grooming,2025-08-10,,,Old Academy,,
        E9,grooming,2025-08-10,,,,,
        E2,groming,2025-08-10,,,,,
        E2,grooming,2025-13-10,,,,,
        E2,grooming,2027-01-01,,,,,
        E3,grooming,2025-08-10,2025-08-01,,,,
        E1,grooming,2024-08-10,,,,,
        ,grooming,2025-08-10,,,,,
        E4,grooming,2025-08-10,,,,,
        E5,grooming,2025-08-10,,,,,
        """;

    [Theory, BothDatabases]
    public async Task Every_bad_line_is_named_with_its_reason_and_nothing_is_done(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var result = await hub.CarriesOver(Bad);
        Assert.Equal(
            [
                "3 employee_number Nobody you are responsible for has the employee number E9.", "4 program There is no programme groming. Known are grooming.", "5 completed_on 2025-13-10 is no date. Write 2026-03-01, 2026/3/1 or 2026年3月1日.",
                "6  It can't have been completed on 2027-01-01, which is still to come.", "7  It expires on 2025-08-01, which is not after its completion.", "8  Person and programme stand in line 2 already. Give only the last certification.",
                "9 employee_number The cell is empty. Each line needs employee number, programme and day of completion.", "10 employee_number 测试 E4 no longer works here.", "11  This person is certified already, until 2027-03-02. Revoke that first if it is wrong.",
            ],
            result.Faults.Select(f => $"{f.Line} {f.Column} {f.What}"));
        Assert.False(result.Applied);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_carried"));

        var skipped = await hub.CarriesOver(Bad, skipBad: true);
        Assert.Equal((true, 1, 9), (skipped.Applied, skipped.Carried, skipped.Faults.Count));
        Assert.Equal("Old Academy", await hub.Scalar<string>("select issuer from certification_carried"));
    }

    [Theory, BothDatabases]
    public async Task Nobody_carries_over_their_own(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var hr = await hub.Person("H7", Roles.Hr);
        var bytes = Encoding.UTF8.GetBytes("employee_number,program,completed_on\nH7,grooming,2025-08-10\n");
        var planned = await hub.As(hr, s => s.GetRequiredService<ImportCarried>().Plan(bytes, false, default));
        Assert.Contains("Somebody else", Assert.Single(planned.Faults).What.ToString(), StringComparison.Ordinal);
        var program = await hub.Scalar<long>("select id from certification_program where slug = 'grooming'");
        var done = await hub.As(hr, s => s.GetRequiredService<CarryOver>().Handle(new Carry(hr, program, new DateOnly(2025, 8, 10), null, null, null, null, null, null), default));
        Assert.Contains("Somebody else", $"{done.Problem}", StringComparison.Ordinal);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_carried"));
    }

    [Theory, BothDatabases]
    public async Task The_same_file_twice_changes_nothing(TestDatabase database)
    {
        await using var hub = await Hub(database);
        const string file = "E1,grooming,2025-08-10,,,Old Academy,77,drawer\nE2,grooming,2025/9/1,2026-12-31,,,,\n";
        Assert.Equal(2, (await hub.CarriesOver(file)).Carried);
        var before = await State(hub);
        var again = await hub.CarriesOver(file);
        Assert.Equal((true, 0, 2), (again.Applied, again.Carried, again.Unchanged));
        Assert.Equal(before, await State(hub));
        // Also after it was renewed or revoked: a file that lies about must not bring anything back.
        await hub.Revokes((await hub.Periods(await Id(hub, "E1")))[0].Id);
        Assert.Equal((0, 2), ((await hub.CarriesOver(file)).Carried, (await hub.CarriesOver(file)).Unchanged));
        var other = await hub.CarriesOver("E1,grooming,2025-08-11,,,,,\n");
        Assert.Contains("was revoked on", Assert.Single(other.Faults).What.ToString(), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Who_begins_anew_loses_nothing_to_a_paper_that_has_expired(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var person = await Id(hub, "E1");
        await hub.Assigns(person, "grooming");
        await hub.Reads(person, "grooming");
        var result = await hub.CarriesOver("E1,grooming,2024-08-10,,,,,\n");
        Assert.Contains("earning it anew", Assert.Single(result.Faults).What.ToString(), StringComparison.Ordinal);
        Assert.Equal(["quiz:grooming"], Assert.Single(await hub.Holds(person)).Missing);
    }

    [Fact]
    public async Task Proofs_come_along_in_an_archive_and_are_given_to_who_may_see_the_person()
    {
        await using var hub = await Hub(TestDatabase.Sqlite);
        var pdf = "%PDF-1.4 scan"u8.ToArray();
        var result = await hub.CarriesOver(Zip(("list.csv", Encoding.UTF8.GetBytes(CarriedSteps.Columns + "E1,grooming,2025-08-10,,,,,scan.pdf\nE2,grooming,2025-08-10,,,,,in the drawer\n")), ("scan.pdf", pdf)));
        Assert.Empty(result.Faults);
        var sha256 = await hub.Scalar<string>("select proof_sha256 from certification_carried where proof_sha256 is not null");
        Assert.Equal(pdf, await hub.In(s => s.GetRequiredService<BlobStore>().Get(sha256!, default)));
        Assert.True(await hub.In(s => s.GetRequiredService<NamedBlobs>().Has(sha256!, default)));

        var period = (await hub.Periods(await Id(hub, "E1")))[0].Id;
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr));
        var given = await hr.GetAsync($"/hr/carried/{period}/proof");
        Assert.Equal(("application/pdf", "attachment"), (given.Content.Headers.ContentType!.MediaType, given.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("in the drawer", (await hr.Page($"/hr/people/{await Id(hub, "E2")}/certifications")).Body!.TextContent, StringComparison.Ordinal);
        var elsewhere = await hub.Person("M1");
        await hub.Grant(elsewhere, Roles.Hr, await hub.Site("FAR"), null);
        using var stranger = await hub.SignedIn(elsewhere);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/hr/carried/{period}/proof")).StatusCode);

        foreach (var (file, reason) in new[]
        {
            (Zip(("list.csv", Encoding.UTF8.GetBytes(CarriedSteps.Columns + "E3,grooming,2025-08-10,,,,,lost.pdf\n"))), "There is no file lost.pdf"),
            (Zip(("list.csv", Encoding.UTF8.GetBytes(CarriedSteps.Columns + "E3,grooming,2025-08-10,,,,,a.pdf\n")), ("a.pdf", "MZ program"u8.ToArray())), "neither a PDF nor a picture"),
            (Zip(("a.pdf", pdf)), "exactly one CSV file"),
            (Zip(("list.csv", []), ("big.pdf", new byte[11 * 1024 * 1024])), "big.pdf is too large"),
            ([.. "PK\u0003\u0004"u8, 1, 2, 3], "damaged"),
            (Zip(("[Content_Types].xml", [1])), "Excel workbook"),
        })
            Assert.Contains(reason, Assert.Single((await hub.CarriesOver(file)).Faults).What.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_unpacks_to_far_more_than_it_weighs_is_not_held_in_memory()
    {
        var scan = new byte[8 * 1024 * 1024];
        "%PDF-1.4"u8.CopyTo(scan);
        var zip = Zip([("list.csv", [65]), .. Enumerable.Range(1, 8).Select(n => ($"{n}.pdf", scan))]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bundle = ProofBundle.Open(zip).Value!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, scan.Length);
        var proof = bundle.Find("3.pdf").Value!;
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(scan)), proof.Sha256);
        Assert.Equal(scan, proof.Bytes());
    }

    [Theory, BothDatabases]
    public async Task HR_carries_over_on_a_page_after_a_preview_and_only_within_reach(TestDatabase database)
    {
        await using var hub = await Hub(database);
        var near = await hub.Site("NEAR");
        await hub.Execute("update people_person set site_id = @near where employee_number = 'E1'", new { near });
        var hr = await hub.Person("H1");
        await hub.Grant(hr, Roles.Hr, near, null);
        using var browser = await hub.SignedIn(hr);
        Assert.Contains("employee_number", (await browser.Page("/hr/carried")).Body!.TextContent, StringComparison.Ordinal);

        var refused = await Upload(browser, "E1,grooming,2025-08-10,,,,,\nE2,grooming,2025-08-10,,,,,\n");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Line 3, column employee_number: Nobody you are responsible for has the employee number E2.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);

        var preview = await Upload(browser, "E1,grooming,2025-08-10,,,,,\n");
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await preview.Content.ReadAsStringAsync());
        Assert.Contains("测试 E1", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_carried"));
        var done = await browser.PostAsync("/hr/carried?handler=Apply", page.Form("form[action*=Apply]", []));
        Assert.Equal((HttpStatusCode.Redirect, 1), (done.StatusCode, await hub.Scalar<long>("select count(*) from certification_carried where carried_by is not null")));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'certification.carried' and actor_id = @hr", new { hr }));

        using var manager = await hub.SignedIn(await hub.Person("M1", Roles.Manager));
        Assert.StartsWith("/denied", (await manager.GetAsync("/hr/carried")).Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_says_what_is_wrong_and_ends_with_one_where_anything_is()
    {
        using var shell = new HubProcess();
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "held.csv"), "工号,认证,完成日期\nNOBODY,grooming,2025-08-10\n");
        var dry = await shell.Verb("periods", "import", "held.csv", "--dry-run", "--json");
        Assert.Equal((1, """{"dryRun":true,"applied":false,"carried":0,"unchanged":0,"faults":[{"line":2,"column":"employee_number","value":"NOBODY","reason":"Nobody you are responsible for has the employee number NOBODY."}]}"""), (dry.Code, dry.Output.TrimEnd()));
        var refused = await shell.Verb("periods", "import", "held.csv");
        Assert.Equal((1, "Nothing was carried over: 1 faults. Mend the file, or import its good lines with --skip-bad."), (refused.Code, refused.Output.TrimEnd()));
        Assert.Contains("Line 2, column employee_number: Nobody", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await shell.Verb("periods", "import", "nowhere.csv")).Code);
    }

    private static async Task<HttpResponseMessage> Upload(HttpClient browser, string lines)
    {
        var form = (await browser.Page("/hr/carried")).Form("form[enctype]", []);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(CarriedSteps.Columns + lines)), "file", "held.csv");
        return await browser.PostAsync("/hr/carried", form);
    }

    /// <summary>E4 has left; E5 was certified here.</summary>
    private static async Task<TestHub> Hub(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await hub.Programme("grooming", CertificationSteps.Yaml("grooming", assign: null));
        foreach (var number in (string[])["E1", "E2", "E3", "E4", "E5"]) await hub.Person(number);
        await hub.Leaves(await Id(hub, "E4"), "2026-03-01");
        var certified = await Id(hub, "E5");
        await hub.Assigns(certified, "grooming");
        await hub.Reads(certified, "grooming");
        await hub.Passes(certified, "grooming");
        return hub;
    }

    private static async Task<long> Id(TestHub hub, string number) => await hub.Scalar<long>("select id from people_person where employee_number = @number", new { number });

    private static Task<List<string>> State(TestHub hub) => hub.Rows<string>(
        """
        select 'period ' || id || ' ' || coalesce(cast(expires_on as text), '') from certification_period union all select 'event ' || id from platform_event
        union all select 'entry ' || hash from certificates_ledger union all select 'due ' || id from certification_due order by 1
        """);

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        return packed.ToArray();
    }
}
