using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

/// <summary>Glossary, role-plays, job aid and checklists as a new hire sees them.</summary>
public sealed class FloorPageTests
{
    private static async Task<IHtmlDocument> Page(HttpClient client, string url) => new HtmlParser().ParseDocument(await client.GetStringAsync(url));

    private static string Text(AngleSharp.Dom.IElement? element) => string.Join(' ', element!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<(TestHub Hub, HttpClient Hire)> Start(TestDatabase database, SampleCourse? course = null)
    {
        var hub = await TestHub.Start(database);
        await (course ?? FloorSample.Course()).Import(hub);
        return (hub, await hub.SignedIn(await hub.Person("E1")));
    }

    [Theory, BothDatabases]
    public async Task The_course_page_leads_to_all_that_there_is(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        var links = (await Page(hire, "/learn/courses/washing?lang=en")).QuerySelectorAll(".floor-links a").ToDictionary(a => a.GetAttribute("href")!, a => Text(a.QuerySelector(".floor-name")));
        Assert.Equal(new Dictionary<string, string>
        {
            ["/learn/courses/washing/job-aid"] = "Clean hands",
            ["/learn/courses/washing/checklists/hands"] = "Hands",
            ["/learn/courses/washing/checklists/audit"] = "Washroom audit",
            ["/learn/courses/washing/dialogues"] = "Role-plays",
            ["/learn/glossary?course=washing"] = "Glossary",
        }, links);
        foreach (var url in links.Keys) Assert.NotNull((await Page(hire, url)).QuerySelector("main h1"));
    }

    [Theory, BothDatabases]
    public async Task A_course_without_any_of_it_says_nothing_of_it_and_has_no_such_pages(TestDatabase database)
    {
        var (hub, hire) = await Start(database, new SampleCourse());
        await using var _ = hub;
        Assert.Null((await Page(hire, "/learn/courses/washing")).QuerySelector("#on-the-floor"));
        Assert.Null((await Page(hire, "/learn")).QuerySelector("a[href='/learn/glossary']"));
        foreach (var page in (string[])["job-aid", "dialogues", "dialogues/towel", "checklists/hands"])
            Assert.Equal(HttpStatusCode.NotFound, (await hire.GetAsync($"/learn/courses/washing/{page}")).StatusCode);
        Assert.Equal("There is no glossary yet.", Text((await Page(hire, "/learn/glossary?lang=en")).QuerySelector(".empty strong")));
    }

    [Theory, BothDatabases]
    public async Task A_term_in_a_lesson_leads_to_its_place_in_the_glossary_and_says_what_it_means(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        foreach (var (language, text, meaning) in new[] { ("en", "lather", "The foam that rubbing makes."), ("zh-CN", "起泡", "搓出来的泡沫。") })
        {
            var link = (await Page(hire, $"/learn/courses/washing/how?lang={language}")).QuerySelector(".prose a.term")!;
            Assert.Equal((text, meaning, "/learn/glossary#washing-lather"), (link.TextContent, link.GetAttribute("title"), link.GetAttribute("href")));
        }
        Assert.Equal("lather", Text((await Page(hire, "/learn/glossary?lang=en")).GetElementById("washing-lather")!.QuerySelector(".term-name")));
    }

    [Theory, BothDatabases]
    public async Task The_glossary_shows_both_languages_in_the_readers_order(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        var english = await Page(hire, "/learn/glossary?lang=en");
        Assert.Equal(["L", "S"], english.QuerySelectorAll("h2.letter").Select(Text)); // "to sort" stands below S
        Assert.Equal(["to sort 整理 zhěnglǐ Japanese: seiri", "Telling needed from unneeded.", "分清要的和不要的。", "Washing hands"], english.GetElementById("washing-sort")!.QuerySelectorAll("dt, dd").Select(Text));
        var chinese = await Page(hire, "/learn/glossary?lang=zh-CN");
        Assert.Equal(["Q", "Z"], chinese.QuerySelectorAll("h2.letter").Select(Text));
        Assert.Equal("整理 zhěnglǐ to sort 日语：seiri", Text(chinese.GetElementById("washing-sort")!.QuerySelector("dt")));
    }

    [Theory]
    [InlineData("SORT", "washing-sort")]
    [InlineData("整", "washing-sort")]
    [InlineData("zhengli", "washing-sort")]
    [InlineData("zhěng", "washing-sort")]
    [InlineData("Seiri", "washing-sort")]
    [InlineData("foam", "washing-lather")]
    [InlineData(" ｌａｔｈｅｒ ", "washing-lather")]
    [InlineData("nothing such", "")]
    public async Task A_word_is_found_in_either_language_and_in_pinyin_without_tones(string words, string found)
    {
        var (hub, hire) = await Start(TestDatabase.Sqlite);
        await using var _ = hub;
        var page = await Page(hire, $"/learn/glossary?q={Uri.EscapeDataString(words)}");
        Assert.Equal(found, string.Join(' ', page.QuerySelectorAll(".terms > div").Select(d => d.Id)));
        Assert.Equal(words, page.QuerySelector("input[name=q]")!.GetAttribute("value"));
    }

    [Theory, BothDatabases]
    public async Task A_role_play_hides_what_the_reader_is_to_say_until_it_was_tried(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        var staff = await Page(hire, "/learn/courses/washing/dialogues/towel?lang=en");
        Assert.Equal(["Guest Is there a towel? 有毛巾吗？", "Staff Your turn: say it, then look There is. Here you are. 有的，请。 Yǒu de, qǐng. Hand it over with both hands."], staff.QuerySelectorAll(".turn").Select(Text));
        Assert.Equal("Staff Your turn: say it, then look", Text(Assert.Single(staff.QuerySelectorAll(".turn details:not([open]) > summary"))));
        var guest = await Page(hire, "/learn/courses/washing/dialogues/towel?role=guest");
        Assert.Equal("Is there a towel?", Text(Assert.Single(guest.QuerySelectorAll(".turn details .turn-say"))));
        Assert.Empty((await Page(hire, "/learn/courses/washing/dialogues/towel?role=both")).QuerySelectorAll(".turn details"));
        // In Chinese the phrase is large, with its pinyin below it.
        Assert.Equal("有的，请。 Yǒu de, qǐng. There is. Here you are. 双手递上。", Text((await Page(hire, "/learn/courses/washing/dialogues/towel?role=guest&lang=zh-CN")).QuerySelector(".turn-staff")).Replace("员工 ", "", StringComparison.Ordinal));
        Assert.Equal("/learn/courses/washing/dialogues/soap?role=guest", guest.QuerySelector("a.btn-wide")!.GetAttribute("href"));
    }

    [Theory, BothDatabases]
    public async Task A_job_aid_is_shown_in_the_readers_language_with_its_picture(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        var english = await Page(hire, "/learn/courses/washing/job-aid?lang=en");
        Assert.Equal(("Clean hands", "Before work"), (Text(english.QuerySelector("h1")), Text(english.QuerySelector(".job-aid h2"))));
        Assert.Equal("Two wet hands", english.QuerySelector(".job-aid img")!.GetAttribute("alt"));
        Assert.Equal("双手干净", Text((await Page(hire, "/learn/courses/washing/job-aid?lang=zh-CN")).QuerySelector("h1")));
    }

    [Theory, BothDatabases]
    public async Task A_checklist_shows_each_items_clause_and_a_scored_one_its_levels(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        var plain = await Page(hire, "/learn/courses/washing/checklists/hands?lang=en");
        Assert.Equal(["1 Washed for twenty seconds WSH-01 How long", "2 Dried"], plain.QuerySelectorAll(".checks tbody th").Select(Text));
        Assert.Equal(["Date and time", "Site and area", "Name", "Signature"], plain.QuerySelectorAll(".fill-in dt").Select(Text));
        var scored = await Page(hire, "/learn/courses/washing/checklists/audit?lang=zh-CN");
        Assert.Equal(["0 没有", "1 空的", "2 快用完", "3 有", "4 一直有"], scored.QuerySelectorAll(".levels li").Select(Text));
        Assert.Equal("皂液器 WSH-01 时长", Text(scored.QuerySelector(".evidence li")));
        Assert.Equal("总分：____／4", Text(scored.QuerySelector(".total")));
        Assert.Equal(HttpStatusCode.NotFound, (await hire.GetAsync("/learn/courses/washing/checklists/feet")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_checklist_leaves_out_what_is_only_for_other_trades(TestDatabase database)
    {
        var course = FloorSample.Course();
        course["module.yaml"] = course["module.yaml"].Replace("    trades: [all]", "    trades: [retail]", StringComparison.Ordinal);
        var (hub, hire) = await Start(database, course);
        await using var _ = hub;
        using var hotel = await hub.SignedIn(await hub.PersonIn("E2", "hotel"));
        Assert.Equal(["1 擦干"], (await Page(hotel, "/learn/courses/washing/checklists/hands?lang=zh-CN")).QuerySelectorAll(".checks tbody th").Select(Text));
        Assert.Equal(2, (await Page(hire, "/learn/courses/washing/checklists/hands")).QuerySelectorAll(".checks tbody th").Length);
    }

    [Theory, BothDatabases]
    public async Task A_scored_list_is_not_scored_by_what_concerns_other_trades_alone(TestDatabase database)
    {
        var course = FloorSample.Course();
        course["module.yaml"] = course["module.yaml"].Replace("    trades: [all]", "    trades: [retail]", StringComparison.Ordinal);
        var levels = string.Join(", ", Enumerable.Range(0, 5).Select(i => $"{{ score: {i}, text: {{ zh-CN: 第{i}档, en: Level {i} }} }}"));
        course.Replacing("checklists.yaml", "    items:\n      - { id: dispenser", $"      - {{ s: towel, title: {{ zh-CN: 毛巾, en: Towel }}, levels: [{levels}] }}\n      - {{ s: light, title: {{ zh-CN: 灯, en: Light }}, levels: [{levels}] }}\n    items:\n      - {{ id: clean, s: towel, text: {{ zh-CN: 干净, en: Clean }} }}\n      - {{ id: dispenser");
        var (hub, hire) = await Start(database, course);
        await using var _ = hub;
        using var hotel = await hub.SignedIn(await hub.PersonIn("E2", "hotel"));
        var there = await Page(hotel, "/learn/courses/washing/checklists/audit?lang=en");
        Assert.Equal(["Towel", "Light", "Total: ____ of 8"], there.QuerySelectorAll(".scale-part h2, .total").Select(Text)); // nothing was ever evidence for the light
        Assert.Equal(["Soap", "Towel", "Light", "Total: ____ of 12"], (await Page(hire, "/learn/courses/washing/checklists/audit?lang=en")).QuerySelectorAll(".scale-part h2, .total").Select(Text));
    }

    [Theory, BothDatabases]
    public async Task A_role_play_on_a_clause_of_another_trade_says_so(TestDatabase database)
    {
        var course = FloorSample.Course();
        course["module.yaml"] = course["module.yaml"].Replace("    trades: [all]", "    trades: [retail]", StringComparison.Ordinal);
        var (hub, hire) = await Start(database, course);
        await using var _ = hub;
        using var hotel = await hub.SignedIn(await hub.PersonIn("E2", "hotel"));
        const string list = "/learn/courses/washing/dialogues";
        var marked = Assert.Single((await Page(hotel, list + "?lang=en")).QuerySelectorAll(".dialogue-list li"), l => l.QuerySelector(".elsewhere") is not null);
        Assert.Equal(("A towel", "Not for your site. Applies to: Retail"), (Text(marked.QuerySelector(".lesson-name")), Text(marked.QuerySelector(".elsewhere"))));
        Assert.Equal("Not for your site. Applies to: Retail", Text((await Page(hotel, list + "/towel?lang=en")).QuerySelector("main .elsewhere")));
        Assert.Null((await Page(hotel, list + "/soap")).QuerySelector(".elsewhere"));
        foreach (var url in (string[])[list, list + "/towel"]) Assert.Null((await Page(hire, url)).QuerySelector(".elsewhere"));
    }

    [Theory, BothDatabases]
    public async Task Checklists_of_a_course_published_before_the_update_are_read_at_the_next_start(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        await hub.Execute("delete from courses_checklist_item");
        await hub.Execute("delete from courses_checklist");
        Assert.Equal(HttpStatusCode.NotFound, (await hire.GetAsync("/learn/courses/washing/checklists/hands")).StatusCode);
        for (var start = 0; start < 2; start++)
        {
            await hub.In(async s =>
            {
                await s.GetRequiredService<CatchUpChecklists>().Run(default);
                return 0;
            });
        }
        Assert.Equal(2, (await Page(hire, "/learn/courses/washing/checklists/hands")).QuerySelectorAll(".checks tbody th").Length);
        Assert.Equal(5, (await Page(hire, "/learn/courses/washing/checklists/audit")).QuerySelectorAll(".levels li").Length);
    }

    [Theory, BothDatabases]
    public async Task Checklists_that_can_not_be_read_keep_no_hub_from_starting(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        await hub.In(async s =>
        {
            foreach (var slug in (string[])["rinsing", "drying", "wiping"])
                Assert.NotNull(await s.GetRequiredService<ImportContent>().Handle(FloorSample.Course().Folder with { Slug = slug }, new Faults(), default));
            var blobs = s.GetRequiredService<BlobStore>();
            await Becomes("washing", new string('0', 64)); // gone from the blobs
            await Becomes("rinsing", await blobs.Put(Encoding.UTF8.GetBytes(FloorSample.Checklists.Replace("id: wet", "id: \"\"", StringComparison.Ordinal).Replace("id: dry", "id: \"\"", StringComparison.Ordinal)), default));
            await Becomes("drying", await blobs.Put([0xFF, 0xFE], default));
            return true;
        });
        Task Becomes(string slug, string sha) => hub.Execute("update courses_file set sha256 = @sha where path = 'checklists.yaml' and version_id = (select version_id from v_course where slug = @slug)", new { slug, sha });
        await hub.Execute("delete from courses_checklist_item");
        await hub.Execute("delete from courses_checklist");
        await hub.In(async s =>
        {
            await s.GetRequiredService<CatchUpChecklists>().Run(default);
            return true;
        });
        Assert.Equal(["wiping audit", "wiping hands"], await hub.Rows<string>("select c.slug || ' ' || k.code from courses_checklist k join v_course c on c.version_id = k.version_id order by 1"));
    }

    [Theory, BothDatabases]
    public async Task What_was_imported_is_exported_to_the_byte(TestDatabase database)
    {
        var (hub, _) = await Start(database);
        await using var running = hub;
        var exported = await hub.In(async s =>
        {
            var versions = s.GetRequiredService<CourseVersions>();
            var course = (await versions.Course("washing", default))!;
            return await versions.Export(course.Id, course.Slug, course.CurrentVersionId!.Value, default);
        });
        Assert.Equal(FloorSample.Course().Folder.TreeHash, exported.TreeHash);
    }

    [Theory, BothDatabases]
    public async Task A_new_version_shows_what_it_has_and_nothing_of_the_one_before(TestDatabase database)
    {
        var (hub, hire) = await Start(database);
        await using var _ = hub;
        var changed = FloorSample.Course().Replacing("glossary.yaml", "The foam that rubbing makes.", "Foam.");
        changed.Files.Remove("dialogues.yaml");
        await changed.Import(hub);
        Assert.Equal("Foam.", Text((await Page(hire, "/learn/glossary?lang=en&q=lather")).QuerySelector(".terms dd")));
        Assert.Equal("Foam.", (await Page(hire, "/learn/courses/washing/how?lang=en")).QuerySelector(".prose a.term")!.GetAttribute("title"));
        Assert.Equal(HttpStatusCode.NotFound, (await hire.GetAsync("/learn/courses/washing/dialogues")).StatusCode);
    }
}
