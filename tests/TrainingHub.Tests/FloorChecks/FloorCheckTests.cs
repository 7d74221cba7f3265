using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Content;
using TrainingHub.Modules.Certification.History;
using TrainingHub.Modules.FloorChecks;
using TrainingHub.Modules.FloorChecks.Filling;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.Courses;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.FloorChecks;

/// <summary>A supervisor fills in a checklist for somebody; it is handed in once, corrected by another, and counts where a programme asks for it.</summary>
public sealed class FloorCheckTests
{
    private const string Form = "/washing/hands";

    private static readonly string Asks = CertificationSteps.Yaml("clean", assign: null, requires: "check: washing/hands").Replace("renewal: { quiz: clean }", "renewal: { check: washing/hands }", StringComparison.Ordinal);

    private static async Task<(TestHub Hub, long Manager, long Person)> Start(TestDatabase database)
    {
        var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await FloorSample.Course().Import(hub);
        await hub.Programme("clean", Asks);
        var (manager, person) = (await hub.Person("M1", Roles.Manager), await hub.Person("E1"));
        await hub.Assigns(person, "clean");
        return (hub, manager, person);
    }

    private static async Task<long> List(TestHub hub, string code) => await hub.Scalar<long>("select l.id from v_course c join v_course_checklist l on l.version_id = c.version_id where c.slug = 'washing' and l.code = @code", new { code });

    private static FilledSheet Filled(string form, string? note, params (string Code, string? Outcome)[] answers) => new(form, [.. answers.Select(a => new CheckAnswer(a.Code, a.Outcome, a.Outcome == "not-ok" ? "Between the fingers" : null))], note);

    private static int forms;

    private static string NewForm() => new Guid(Interlocked.Increment(ref forms), 0, 0, new byte[8]).ToString("D");

    private static async Task<Outcome<long>> HandsIn(TestHub hub, long by, long person, FilledSheet filled, string list = "hands")
    {
        var listId = await List(hub, list);
        return await hub.As(by, s => s.GetRequiredService<HandInCheck>().Handle(person, listId, filled, default));
    }

    private static Task<Outcome<long>> Corrects(TestHub hub, long by, long check, int number, FilledSheet filled, string? reason = "I looked again") =>
        hub.As(by, s => s.GetRequiredService<CorrectCheck>().Handle(check, number, filled, reason, default));

    private static Dictionary<string, string> Fields(IDocument page) => page.QuerySelectorAll("main form input[type=hidden], main form input:checked, main form input.form-control, main form textarea").OfType<AngleSharp.Html.Dom.IHtmlElement>()
        .Where(e => e.GetAttribute("name") is not null).ToDictionary(e => e.GetAttribute("name")!, e => e is AngleSharp.Html.Dom.IHtmlTextAreaElement area ? area.Value : e.GetAttribute("value") ?? "");

    private static async Task<IDocument> Page(HttpResponseMessage response) => new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync());

    private static async Task<HttpResponseMessage> Post(HttpClient client, string url, Dictionary<string, string> fields) => await client.PostAsync(url, new FormUrlEncodedContent(fields));

    [Theory, BothDatabases]
    public async Task A_manager_fills_it_in_by_hand_and_the_person_and_the_auditor_read_it(TestDatabase database)
    {
        var (hub, manager, person) = await Start(database);
        await using var _ = hub;
        using var phone = await hub.SignedIn(manager);
        var choose = new HtmlParser().ParseDocument(await phone.GetStringAsync("/team/checks?lang=en"));
        var url = $"/team/checks/{person}{Form}";
        Assert.NotNull(choose.QuerySelector($"a[href='{url}']"));
        Assert.Null(choose.QuerySelector($"a[href='/team/checks/{manager}{Form}']")); // nobody checks themselves

        // What was chosen and typed is not lost where something is missing, nor while one looks at the result.
        var fields = Fields(new HtmlParser().ParseDocument(await phone.GetStringAsync(url)));
        fields["a-wet"] = "ok";
        fields["n-wet"] = "Very thorough";
        var refused = await Post(phone, url + "?handler=Look", fields);
        var again = await Page(refused);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Without an answer so far: 1.", again.Body!.TextContent, StringComparison.Ordinal);
        var kept = Fields(again);
        Assert.Equal(("ok", "Very thorough", fields["Form"]), (kept["a-wet"], kept["n-wet"], kept["Form"]));
        kept["a-dry"] = "na";
        var looked = await Page(await Post(phone, url + "?handler=Look", kept));
        Assert.Contains("1 of 1 points", looked.QuerySelector("#verdict")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from floorchecks_check"));
        // What is handed in is what was shown.
        var ready = Fields(looked);
        var changed = new Dictionary<string, string>(ready) { ["a-dry"] = "not-ok" };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(phone, url + "?handler=HandIn", changed)).StatusCode);
        // A double tap is one check.
        var both = await Task.WhenAll(Post(phone, url + "?handler=HandIn", ready), Post(phone, url + "?handler=HandIn", ready));
        Assert.Equal(["/hr/checks/1", "/hr/checks/1"], both.Select(r => r.Headers.Location!.OriginalString));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from floorchecks_check"));
        Assert.Equal("certified", await hub.Status(person));

        using var own = await hub.SignedIn(person);
        Assert.Contains("Very thorough", await own.GetStringAsync("/learn/checks/1"), StringComparison.Ordinal);
        Assert.Contains("/learn/checks/1", await own.GetStringAsync("/learn/checks"), StringComparison.Ordinal);
        using var auditor = await hub.SignedIn(await hub.Person("A1", Roles.Auditor));
        Assert.Contains("/hr/checks/1", await auditor.GetStringAsync("/hr/checks?result=passed&list=washing/hands"), StringComparison.Ordinal);
        Assert.DoesNotContain("/hr/checks/1", await auditor.GetStringAsync("/hr/checks?result=not-passed"), StringComparison.Ordinal);
        var file = await auditor.GetStringAsync("/hr/checks.csv?lang=en");
        Assert.Equal(3, file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Very thorough", file, StringComparison.Ordinal);
        Assert.Contains("/hr/checks/1", await auditor.GetStringAsync($"/hr/people/{person}"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Only_who_is_responsible_for_a_person_checks_them_and_nobody_themselves(TestDatabase database)
    {
        var (hub, manager, person) = await Start(database);
        await using var _ = hub;
        var site = await hub.Site("FAR");
        var elsewhere = await hub.Person("M2");
        await hub.Grant(elsewhere, Roles.Manager, site, null);
        var good = Filled(NewForm(), null, ("wet", "ok"), ("dry", "ok"));
        Assert.Equal("not-found", (await HandsIn(hub, elsewhere, person, good)).Problem!.Code);
        Assert.Equal("not-found", (await HandsIn(hub, manager, manager, good)).Problem!.Code);
        Assert.Equal("not-found", (await HandsIn(hub, person, person, good)).Problem!.Code);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from floorchecks_check"));
        var check = (await HandsIn(hub, manager, person, good)).Value;
        using (var far = await hub.SignedIn(elsewhere))
        {
            foreach (var page in (string[])[$"/team/checks/{person}{Form}", $"/hr/checks/{check}", $"/team/checks/{check}/correct"]) Assert.Equal(HttpStatusCode.NotFound, (await far.GetAsync(page)).StatusCode);
            Assert.DoesNotContain($"/hr/checks/{check}", await far.GetStringAsync("/hr/checks"), StringComparison.Ordinal);
            Assert.Single((await far.GetStringAsync("/hr/checks.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(HttpStatusCode.NotFound, (await far.GetAsync($"/learn/checks/{check}")).StatusCode); // another's
        }
        Assert.Equal("not-found", (await Corrects(hub, elsewhere, check, 1, Filled(NewForm(), null, ("wet", "ok"), ("dry", "not-ok")))).Problem!.Code);
        using var hr = await hub.SignedIn(await hub.Person("H1", Roles.Hr)); // reads, and fills in nothing
        Assert.Equal(HttpStatusCode.OK, (await hr.GetAsync($"/hr/checks/{check}")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await hr.GetAsync("/team/checks")).StatusCode);
        // A form is one person's and one check's.
        var other = await hub.Person("E2");
        Assert.Equal("conflict", (await HandsIn(hub, manager, other, good)).Problem!.Code);
        await hub.Leaves(other, "2026-03-01");
        Assert.Equal("not-found", (await HandsIn(hub, manager, other, Filled(NewForm(), null, ("wet", "ok"), ("dry", "ok")))).Problem!.Code);
    }

    [Theory, BothDatabases]
    public async Task A_correction_takes_the_evidence_back_and_gives_it_from_when_the_person_was_looked_at(TestDatabase database)
    {
        var (hub, manager, person) = await Start(database);
        await using var _ = hub;
        Assert.Null((await HandsIn(hub, manager, person, Filled(NewForm(), "Sleeves wet", ("wet", "not-ok"), ("dry", "ok")))).Problem);
        Assert.Equal("assigned", await hub.Status(person));
        hub.Now("2026-03-04");
        var mended = Filled(NewForm(), null, ("wet", "ok"), ("dry", "ok"));
        Assert.Contains("Write why", (await Corrects(hub, manager, 1, 1, mended, " ")).Problem!.ToString(), StringComparison.Ordinal);
        var corrected = (await Corrects(hub, manager, 1, 1, mended)).Value;
        Assert.Equal(corrected, (await Corrects(hub, manager, 1, 1, mended)).Value); // sent twice
        Assert.Equal("conflict", (await Corrects(hub, manager, 1, 1, Filled(NewForm(), null, ("wet", "ok"), ("dry", "na")))).Problem!.Code); // by what another form showed
        // Completed on the day on which the person was looked at.
        Assert.Equal(CertificationWords.Day("2026-03-02"), (await hub.Periods(person))[0].CompletedOn);

        // What is still open loses it, and gets it again.
        var second = await hub.Person("E2");
        await hub.Programme("cleaner", Asks.Replace("slug: clean", "slug: cleaner", StringComparison.Ordinal).Replace("requires: { check: washing/hands }", "requires: { allOf: [{ check: washing/hands }, { course: cleaner }] }", StringComparison.Ordinal));
        await hub.Assigns(second, "cleaner");
        var check = (await HandsIn(hub, manager, second, Filled(NewForm(), null, ("wet", "ok"), ("dry", "ok")))).Value;
        Task<int> Done() => hub.In(async s => (await s.GetRequiredService<TrainingHub.Modules.Certification.Contracts.ICertifications>().Of(second, default)).Single().Done);
        Assert.Equal(1, await Done());
        var no = (await Corrects(hub, manager, check, 1, Filled(NewForm(), null, ("wet", "not-ok"), ("dry", "ok")))).Value;
        Assert.Equal(0, await Done());
        Assert.NotEqual(0, (await Corrects(hub, manager, no, 2, Filled(NewForm(), null, ("wet", "ok"), ("dry", "ok")), "It was the other one")).Value);
        Assert.Equal(1, await Done());
        Assert.Equal(5, await hub.Scalar<long>("select count(*) from floorchecks_check")); // nothing was changed or removed
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from certification_deed where person_id = @second", new { second }));

        using var own = await hub.SignedIn(second);
        var line = await own.GetStringAsync("/learn/programs/history?lang=en");
        foreach (var said in (string[])["Floor check corrected to not passed: Hands", "Floor check corrected to passed: Hands", "It was the other one"]) Assert.Contains(said, line, StringComparison.Ordinal);
        using var first = await hub.SignedIn(person);
        Assert.Contains("Floor check not passed: Hands", await first.GetStringAsync("/learn/programs/history?lang=en"), StringComparison.Ordinal);
        Assert.Empty(await hub.In(async s => (await s.GetRequiredService<CheckChains>().Handle(new ChainSelection(), 100, null, default)).Problems));
    }

    [Theory, BothDatabases]
    public async Task A_scored_list_is_passed_by_its_share_of_what_applies(TestDatabase database)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        await FloorSample.Course().Replacing("checklists.yaml", "scored: true", "pass: 75\n    scored: true").Import(hub);
        var (manager, person) = (await hub.Person("M1", Roles.Manager), await hub.Person("E1"));
        Assert.Contains("At least one item must apply", (await HandsIn(hub, manager, person, Filled(NewForm(), null, ("soap", "na")), "audit")).Problem!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Without an answer", (await HandsIn(hub, manager, person, Filled(NewForm(), null, ("soap", "5")), "audit")).Problem!.ToString(), StringComparison.Ordinal);
        Assert.Null((await HandsIn(hub, manager, person, Filled(NewForm(), null, ("soap", "3")), "audit")).Problem);
        Assert.Null((await HandsIn(hub, manager, person, Filled(NewForm(), null, ("soap", "2")), "audit")).Problem);
        Assert.Equal(["3/4 True", "2/4 False"], (await hub.Rows<Row>("select points, of_points, passed from floorchecks_check order by id")).Select(r => $"{r.Points}/{r.OfPoints} {r.Passed}"));
        // The version that was filled in stays what it was.
        await FloorSample.Course().Replacing("checklists.yaml", "en: Soap }", "en: Soap and towels }").Import(hub);
        using var own = await hub.SignedIn(person);
        var page = await own.GetStringAsync("/learn/checks/1?lang=en");
        Assert.Contains("There is some", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Soap and towels", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programme_names_a_checklist_that_there_is()
    {
        await using var hub = await CertificationSteps.StartAt(TestDatabase.Sqlite, "2026-03-02");
        await FloorSample.Course().Import(hub);
        var wrong = await Assert.ThrowsAsync<TrainingHub.Modules.Courses.Contracts.ContentRefusedException>(() => hub.Programme("clean", Asks.Replace("washing/hands", "washing/feet", StringComparison.Ordinal)));
        Assert.Contains("There is no check \"washing/feet\"", wrong.ToString(), StringComparison.Ordinal);
        await hub.Programme("clean", Asks);
        var course = await hub.Scalar<long>("select id from courses_course where slug = 'clean'");
        Assert.Contains("check: washing/hands", await hub.In(s => s.GetRequiredService<ExportPrograms>().Handle(course, default)), StringComparison.Ordinal);
        var person = await hub.Person("E1");
        await hub.Assigns(person, "clean");
        using var own = await hub.SignedIn(person);
        var programs = await own.GetStringAsync("/learn/programs?lang=en");
        Assert.Contains("Pass the floor check “Hands”", programs, StringComparison.Ordinal);
        Assert.Contains("/learn/courses/washing/checklists/hands", programs, StringComparison.Ordinal);
    }

    private sealed record Row(int Points, int OfPoints, bool Passed);
}
