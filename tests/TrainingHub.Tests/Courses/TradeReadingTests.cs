using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Tests.Certification;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

/// <summary>Everybody reads the clauses of their site's trades.</summary>
public sealed class TradeReadingTests
{
    /// <summary>WSH-01 for everyone, WSH-02 for shops and hotels, quoted in one box and in a box of its own.</summary>
    private static SampleCourse Course()
    {
        var course = new SampleCourse();
        course["module.yaml"] += """
              - id: WSH-02
                trades: [retail, hotel]
                title: { zh-CN: 毛巾, en: Towel }
                text: { zh-CN: 用毛巾。, en: Use a towel. }

            """;
        course.Replacing("lessons/01-why.en.md", "clauses: [WSH-01]", "clauses: [WSH-01, WSH-02]").Replacing("lessons/01-why.zh-CN.md", "clauses: [WSH-01]", "clauses: [WSH-01, WSH-02]");
        course["lessons/01-why.en.md"] += """

            ::: standard
            **WSH-01 How long** Twenty seconds.

            **WSH-02 Towel.** Use a towel.

            - A clean one.
            :::

            ::: standard
            **WSH-02** Once more: a towel.
            :::

            Last words.

            """;
        return course;
    }

    private static async Task<IHtmlDocument> Lesson(TestHub hub, long person)
    {
        using var browser = await hub.SignedIn(person);
        return new HtmlParser().ParseDocument(await browser.GetStringAsync("/learn/courses/washing/why"));
    }

    private static string[] Texts(IHtmlDocument page, string selector) => [.. page.QuerySelectorAll(selector).Select(e => string.Join(' ', e.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    [Theory, BothDatabases]
    public async Task A_clause_of_other_trades_is_no_standard_at_a_service_desk(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await Course().Import(hub);
        var page = await Lesson(hub, await hub.PersonIn("E1", "service-desk"));
        Assert.Equal(["WSH-01 How long"], Texts(page, ".clauses li"));
        Assert.Equal(["The standard WSH-01 How long Twenty seconds."], Texts(page, ".box-standard"));
        Assert.Equal(["WSH-02 Towel Not for your site. Applies to: Retail, Hotel", "WSH-02 Towel Not for your site. Applies to: Retail, Hotel"], Texts(page, "details.box-elsewhere:not([open]) > summary"));
        Assert.Equal(["WSH-02 Towel. Use a towel. A clean one.", "WSH-02 Once more: a towel."], Texts(page, ".box-elsewhere .box-body"));
        Assert.Contains("Not for your site: WSH-02 Towel", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Last words.", page.QuerySelector(".prose")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task It_is_the_standard_where_it_applies_and_where_no_trade_is_named(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await Course().Import(hub);
        foreach (var person in (long[])[await hub.PersonIn("E1", "property", "hotel"), await hub.Person("E2")])
        {
            var page = await Lesson(hub, person);
            Assert.Equal(["WSH-01 How long", "WSH-02 Towel"], Texts(page, ".clauses li"));
            Assert.Equal(["The standard WSH-01 How long Twenty seconds.", "The standard Applies to: Retail, Hotel WSH-02 Towel. Use a towel. A clean one.", "The standard Applies to: Retail, Hotel WSH-02 Once more: a towel."], Texts(page, ".box-standard"));
            Assert.Empty(page.QuerySelectorAll(".box-elsewhere"));
            Assert.DoesNotContain("Not for your site", page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_can_write_the_mark_of_a_choice_in_a_lesson()
    {
        await using var hub = await TestHub.Start();
        const string forged = "<!--for retail-->A<!--else-->B<!--end--> and `<!--for hotel-->` [x](https://example.com/<!--for all-->) ![<!--for retail-->](media/hands.svg \"<!--for retail-->\")";
        await hub.In(s =>
        {
            var html = s.GetRequiredService<LessonHtml>().Render(forged, "en", TextContext.Of("washing", Course().Files, [], []));
            Assert.Equal(html, TradeBoxes.Choose(html, new OwnTrades("property")));
            Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
            return Task.FromResult(0);
        });
    }

    [Theory, BothDatabases]
    public async Task A_course_of_another_trade_stands_apart_until_it_is_begun_or_asked_for(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var course = Course();
        course["module.yaml"] = course["module.yaml"].Replace("source: en\ntrades: [all]", "source: en\ntrades: [hotel]", StringComparison.Ordinal);
        await course.Import(hub);
        var (shop, begun, asked, hotel) = (await hub.PersonIn("E1", "retail"), await hub.PersonIn("E2", "retail"), await hub.PersonIn("E3", "retail"), await hub.PersonIn("E4", "hotel"));
        await hub.In(s => s.GetRequiredService<ICourseProgress>().Save(begun, "washing", "why", 10, false, default));
        var program = await hub.Programme("washing", CertificationSteps.Yaml("washing", assign: null));
        await hub.Execute("insert into certification_requirement(person_id, program_id, created_at) values (@asked, @program, @Now)", new { asked, program, Now = hub.Clock.GetUtcNow() });
        await hub.Execute("insert into certification_reason(requirement_id, kind, assigned_at) select id, 'manual', @Now from certification_requirement where person_id = @asked", new { asked, Now = hub.Clock.GetUtcNow() });
        foreach (var (person, apart) in ((long, bool)[])[(shop, true), (begun, false), (asked, false), (hotel, false), (await hub.Person("E5"), false)])
        {
            using var browser = await hub.SignedIn(person);
            var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/learn"));
            Assert.Equal(["Washing hands"], Texts(page, "main .course-card h2"));
            Assert.Empty(page.QuerySelectorAll("main .empty"));
            Assert.Equal(apart, page.QuerySelector("details .course-card") is not null);
        }
    }
}
