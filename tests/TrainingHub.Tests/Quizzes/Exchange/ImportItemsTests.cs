using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Quizzes.Exchange;

public sealed class ImportItemsTests
{
    private const string Gift = """
        $CATEGORY: Kitchen

        // [tag:core]
        ::Wash::Hands are washed. {T#No#Yes}

        Which is a fruit? {=apple ~%50%tomato ~bread}

        ::洗手::洗手要多少秒？{#20:5}

        Just a text.
        """;

    private static Task<ImportPlan> Import(TestHub hub, string gift, long course = 0) => hub.In(async s =>
    {
        var plan = await s.GetRequiredService<PlanItems>().Handle(GiftReader.Read(gift), new ImportTarget(course, null, null), default);
        await s.GetRequiredService<ImportItems>().Handle(plan, course, null, default);
        return plan;
    });

    private static string States(ImportPlan plan) => string.Join(' ', plan.Items.Select(i => i.State));

    [Theory, BothDatabases]
    public async Task Importing_twice_changes_nothing_and_a_changed_text_makes_a_version(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        Assert.Equal("New New New Skipped", States(await Import(hub, Gift)));
        Assert.Equal("Same Same Same Skipped", States(await Import(hub, Gift)));
        Assert.Equal("Changed Same Same Skipped", States(await Import(hub, Gift.Replace("are washed", "are washed often", StringComparison.Ordinal))));
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from quizzes_question where course_id = 0 and origin = 'bank' and category = 'Kitchen'"));
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from quizzes_question_version"));
        Assert.Equal(2, await hub.Scalar<long>("select v.number from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where q.slug = 'wash'"));
        Assert.Equal(["en", "en", "zh-CN"], await hub.Rows<string>("select v.only_language from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id order by q.id"));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from quizzes_question_tag where tag = 'core'"));
    }

    [Theory, BothDatabases]
    public async Task What_the_courses_own_file_says_stays_and_its_import_retires_no_imported_question(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        Assert.Equal("Kept New", States(await Import(hub, "// [id:q3]\nThree, but otherwise {T}\n\nOwn {T}", 1)));
        await hub.Import(QuizWords.Folder(QuizWords.FourQuestions));
        Assert.Equal(5, await hub.Scalar<long>("select count(*) from quizzes_question where course_id = 1 and retired_at is null"));
    }

    [Fact]
    public async Task A_question_in_one_language_is_asked_in_that_language_only()
    {
        await using var hub = await TestHub.Start();
        var quiz = await hub.Quiz(quiz: "questions: 5, passMark: 75", questions: QuizWords.FourQuestions + "\n  - { id: q5, kind: true-false, stem: { zh-CN: 五, en: Five }, answer: true }\n");
        await hub.Execute("update quizzes_question_version set only_language = 'zh-CN' where kind = 'true-false'");
        var attempt = await hub.Started(await hub.Person("E1"), quiz);
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from quizzes_slot where attempt_id = @attempt", new { attempt }));
    }

    [Theory, BothDatabases]
    public async Task A_file_is_looked_at_and_then_imported_from_the_studio(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        using var learner = await hub.SignedIn(await hub.Person("E1"));
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync("/studio/questions/import")).StatusCode);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var form = new HtmlParser().ParseDocument(await browser.GetStringAsync("/studio/questions/import?course=tidy"));
        using var content = new MultipartFormDataContent
        {
            { new StringContent(form.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent("tidy"), "Course" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Gift + "\n\nTorn {")), "file", "questions.gift" },
        };
        var sent = await browser.PostAsync("/studio/questions/import", content);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        var url = sent.Headers.Location!.ToString();
        var preview = new HtmlParser().ParseDocument(await browser.GetStringAsync(url));
        Assert.Equal(["Wash", "Which is a fruit?", "洗手", "Just a text."], preview.QuerySelectorAll("section[aria-labelledby=items] tbody th").Select(t => t.TextContent.Trim()));
        Assert.Contains("never closed", preview.QuerySelector("section[aria-labelledby=faults] tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from quizzes_question"));
        Assert.Equal(HttpStatusCode.Found, (await Forms.Post(browser, url, url, [])).StatusCode);
        Assert.Equal(7, await hub.Scalar<long>("select count(*) from quizzes_question where course_id = 1"));
        Assert.Equal("done", await hub.Scalar<string>("select state from quizzes_upload"));
        await Forms.Post(browser, "/studio/questions/import", url, []);
        Assert.Equal(7, await hub.Scalar<long>("select count(*) from quizzes_question_version"));

        using var other = await hub.SignedIn(await hub.Person("T2", "trainer"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(url)).StatusCode);
        foreach (var format in ExportItems.Formats) Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/studio/questions/export?course=tidy&format={format}&language=en&download=true")).StatusCode);
        Assert.Contains("The other language.", await browser.GetStringAsync("/studio/questions/export?course=tidy&format=gift&language=en"), StringComparison.Ordinal);
        hub.Clock.MoveTo(hub.Clock.GetUtcNow().AddDays(2));
        await hub.RunJob("quizzes.clear-uploads");
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_upload"));
    }

    [Fact]
    public async Task The_shared_bank_gives_its_questions_to_a_course()
    {
        await using var hub = await TestHub.Start();
        await hub.Quiz();
        await Import(hub, Gift);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var first = await hub.Scalar<long>("select min(id) from quizzes_question where course_id = 0");
        var preview = $"/studio/questions/bulk?question={first}&MoveTo=tidy";
        var stamp = new HtmlParser().ParseDocument(await browser.GetStringAsync(preview)).QuerySelector("main [name=stamp]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Found, (await Forms.Post(browser, preview, "/studio/questions/bulk", new() { ["question"] = $"{first}", ["MoveTo"] = "tidy", ["stamp"] = stamp })).StatusCode);
        Assert.Equal(1, await hub.Scalar<long>("select course_id from quizzes_question where id = @first", new { first }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Forms.Post(browser, preview, "/studio/questions/bulk", new() { ["MoveTo"] = "tidy" })).StatusCode);
    }

    [Fact]
    public async Task The_verb_prints_every_question_and_fault_as_json_and_imports_all_or_nothing()
    {
        using var shell = new HubProcess();
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "q.gift"), Gift + "\n\nTorn {\n");
        var tried = await shell.Verb("questions", "import", "q.gift", "--format", "gift", "--json");
        Assert.Equal(1, tried.Code);
        using (var json = JsonDocument.Parse(tried.Output))
        {
            Assert.Equal((4, 1, false), (json.RootElement.GetProperty("count").GetInt32(), json.RootElement.GetProperty("faultCount").GetInt32(), json.RootElement.GetProperty("imported").GetBoolean()));
            Assert.Equal(12, json.RootElement.GetProperty("faults")[0].GetProperty("line").GetInt32());
            Assert.Equal([100m, 50m, 0m], json.RootElement.GetProperty("items")[1].GetProperty("options").EnumerateArray().Select(o => o.GetProperty("weight").GetDecimal()));
        }
        Assert.Equal(1, (await shell.Verb("questions", "import", "q.gift", "--skip-bad")).Code);
        Assert.Contains("3 the same", (await shell.Verb("questions", "import", "q.gift", "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await shell.Verb("questions", "import", "q.gift", "--format", "pdf")).Code);
        var exported = await shell.Verb("questions", "export", "--format", "gift", "--language", "en", "--out", "out.gift");
        Assert.Equal(0, exported.Code);
        Assert.Contains("::wash::", await File.ReadAllTextAsync(Path.Combine(shell.Folder, "out.gift")), StringComparison.Ordinal);
    }
}
