using System.Net;
using System.Text;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

/// <summary>What a publishing changed in the standard, and what a trainer says it means.</summary>
public sealed class ClauseChangeTests
{
    private const string Module = "module.yaml";

    private sealed record Row(string Clause, string Change, string? Severity);

    private static SampleCourse Sample(string clauses)
    {
        var course = new SampleCourse();
        course[Module] = course[Module][..course[Module].IndexOf("clauses:", StringComparison.Ordinal)] + "clauses:\n" + clauses;
        return course;
    }

    private static string Clause(string id, string en, string zh = "二十秒。", string trades = "all") =>
        $"  - id: {id}\n    trades: [{trades}]\n    title: {{ zh-CN: 时长, en: How long }}\n    text: {{ zh-CN: {zh}, en: {en} }}\n";

    private static Task<List<Row>> Changes(TestHub hub) => hub.Rows<Row>("select clause, change, severity from v_course_clause_change order by number, clause");

    /// <summary>The folder's module.yaml as the hub's draft.</summary>
    private static Task Drafts(TestHub hub, SampleCourse course) => hub.In(async s =>
    {
        var drafts = s.GetRequiredService<ICourseDrafts>();
        Assert.Null((await drafts.PutFile("washing", Module, Encoding.UTF8.GetBytes(course[Module]), (await drafts.Current("washing", default))!.Stamp(Module), default)).Problem);
        return 0;
    });

    private static async Task<HttpResponseMessage> Publishes(HttpClient browser, params (string, string)[] given)
    {
        var page = await browser.Page("/studio/courses/washing");
        return await browser.PostAsync("/studio/courses/washing?handler=Publish", page.Form("form[action='?handler=Publish']", [("note", "Longer"), .. given]));
    }

    [Theory, BothDatabases]
    public async Task Each_publishing_says_which_clauses_it_added_changed_and_removed(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await Sample(Clause("WSH-01", "Twenty seconds.") + Clause("WSH-02", "Use soap.") + Clause("WSH-03", "Dry your hands.")).Import(hub);
        Assert.Empty(await Changes(hub)); // the first one changes nothing for anybody
        await Sample(Clause("WSH-04", "Close the tap.") + Clause("WSH-03", "Dry your hands.") + Clause("WSH-01", "Thirty seconds.")).Import(hub);
        Assert.Equal([new("WSH-01", "changed", null), new("WSH-02", "removed", null), new("WSH-04", "added", null)], await Changes(hub));
    }

    [Fact]
    public void Whom_a_clause_is_for_and_either_language_are_part_of_it_its_place_is_not()
    {
        ClauseText one = new("WSH-01", "all", "时长", "How long", "二十秒。", "Twenty seconds."), two = new("WSH-02", "all", "肥皂", "Soap", "用肥皂。", "Use soap.");
        Assert.Empty(ClauseDifference.Between([one, two], [two, one with { }]));
        Assert.Equal("changed", Assert.Single(ClauseDifference.Between([one], [one with { Trades = "hotel" }])).Change);
        Assert.Equal("changed", Assert.Single(ClauseDifference.Between([one], [one with { TextZh = "三十秒。" }])).Change);
    }

    [Theory, BothDatabases]
    public async Task Publishing_without_a_judgement_is_refused_and_names_the_clauses(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await Sample(Clause("WSH-01", "Twenty seconds.") + Clause("WSH-02", "Use soap.")).Import(hub);
        await Drafts(hub, Sample(Clause("WSH-01", "Thirty seconds.") + Clause("WSH-03", "Dry your hands.")));
        using var browser = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        var asked = await browser.Page("/studio/courses/washing");
        Assert.Equal(["WSH-01", "WSH-03", "WSH-02"], asked.QuerySelectorAll("fieldset.change legend").Select(l => l.FirstChild!.TextContent.Trim()));
        Assert.Equal(["Twenty seconds.", "Thirty seconds."], asked.QuerySelector("fieldset.change")!.QuerySelectorAll(".change-text > p:nth-of-type(3)").Select(p => p.TextContent));

        var refused = await Publishes(browser, ("severity-WSH-01", "material"), ("why-WSH-01", "New rule"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Still to be judged: WSH-02, WSH-03.", page.QuerySelector("main .alert-danger, .alert-danger")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("material", "New rule", "Longer"), (page.QuerySelector("input[name='severity-WSH-01'][checked]")!.GetAttribute("value"), page.QuerySelector("input[name='why-WSH-01']")!.GetAttribute("value"), page.QuerySelector("#note")!.GetAttribute("value")));
        Assert.Equal((1, 0L, 0L), (await hub.Scalar<int>("select number from v_course"), await hub.Scalar<long>("select count(*) from courses_clause_change"), await hub.Scalar<long>("select count(*) from platform_audit where action = 'courses.change-judged'")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Publishes(browser, ("severity-WSH-01", "material"), ("severity-WSH-02", "grave"), ("severity-WSH-03", "material"))).StatusCode);

        // What was judged is what is published.
        Assert.Equal(HttpStatusCode.Conflict, (await Publishes(browser, ("tree", "0000"), ("severity-WSH-01", "material"), ("severity-WSH-02", "cosmetic"), ("severity-WSH-03", "clarifying"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Publishes(browser, ("severity-WSH-01", "material"), ("severity-WSH-02", "cosmetic"), ("severity-WSH-03", "clarifying"))).StatusCode);
        Assert.Equal(2, await hub.Scalar<int>("select number from v_course"));
        Assert.Equal([new("WSH-01", "changed", "material"), new("WSH-02", "removed", "cosmetic"), new("WSH-03", "added", "clarifying")], await Changes(hub));
    }

    [Theory, BothDatabases]
    public async Task An_imported_change_waits_for_a_trainers_judgement(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        Assert.Equal(ImportKind.Published, (await new SampleCourse().Replacing(Module, "Twenty seconds", "Thirty seconds").Import(hub)).Kind);
        Assert.Equal([new("WSH-01", "changed", null)], await Changes(hub));
        using var browser = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        const string url = "/studio/courses/washing/changes";
        Assert.Equal(url, (await browser.Page("/studio/courses/washing")).QuerySelector(".alert-warning a")!.GetAttribute("href"));
        var version = await hub.Scalar<long>("select version_id from v_course");
        async Task<HttpResponseMessage> Judges(string severity) =>
            await browser.PostAsync($"{url}?version={version}", (await browser.Page(url)).Form("main form", [($"v{version}-severity-WSH-01", severity), ($"v{version}-why-WSH-01", "Longer")]));
        Assert.Equal(HttpStatusCode.Redirect, (await Judges("material")).StatusCode);
        Assert.Null((await browser.Page("/studio/courses/washing")).QuerySelector(".alert-warning a"));
        Assert.Equal([new("WSH-01", "changed", "material")], await Changes(hub));

        // Corrected later, both judgements can be read.
        Assert.Equal(HttpStatusCode.Redirect, (await Judges("clarifying")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Judges("clarifying")).StatusCode);
        Assert.Equal([new("WSH-01", "changed", "clarifying")], await Changes(hub));
        Assert.Equal(["""{"clause":"WSH-01","severity":"material"}""", """{"clause":"WSH-01","severity":"clarifying","before":"material"}"""],
            await hub.Rows<string>("select detail from platform_audit where action = 'courses.change-judged' order by id"));
    }

    [Fact]
    public async Task Who_may_only_look_judges_nothing_and_no_version_of_another_course()
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        await new SampleCourse().Replacing(Module, "Twenty seconds", "Thirty seconds").Import(hub);
        var version = await hub.Scalar<long>("select version_id from v_course");
        var given = new Dictionary<string, string> { [$"v{version}-severity-WSH-01"] = "material" };
        using var auditor = await hub.SignedIn(await hub.Person("A1", Roles.Auditor));
        Assert.Empty((await auditor.Page("/studio/courses/washing/changes")).QuerySelectorAll("main input[type=radio]"));
        await Forms.Post(auditor, "/studio/courses/washing/changes", $"/studio/courses/washing/changes?version={version}", given);
        using var trainer = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        Assert.Equal(HttpStatusCode.NotFound, (await Forms.Post(trainer, "/studio/courses/washing/changes", $"/studio/courses/washing/changes?version={version + 1}", given)).StatusCode);
        Assert.Equal([new("WSH-01", "changed", null)], await Changes(hub));
    }
}
