using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Bank;

/// <summary>The words in which the bank's tests are told.</summary>
internal static class BankSteps
{
    public static QuestionDraft Draft(string slug, string zh, string en, string? category = null, params string[] tags) => new(slug, 0, "true-false", null, tags, 1, false, 1000,
        new QuestionBody(new LocalText(zh, en), null, null, null, true, null, TrueFalseKind.Content(true, new LocalText("洗手二十秒", "Twenty seconds"), null).ToJson())) { Category = category };

    /// <summary>Puts a question into the bank of the course alone; its id.</summary>
    public static async Task<long> Adds(this TestHub hub, QuestionDraft question, long course = 1)
    {
        var added = await hub.In(s => s.GetRequiredService<AddQuestion>().Handle(course, question, default));
        return added.Problem is null ? added.Value : throw new InvalidOperationException(added.Problem.ToString());
    }

    public static async Task<StoredQuestion> Stored(this TestHub hub, long id) => (await hub.In(s => s.GetRequiredService<StoredQuestions>().Of(id, default)))!;

    public static Task<Problem?> Retires(this TestHub hub, long trainer, long id) => hub.As(trainer, s => s.GetRequiredService<RetireQuestion>().Handle(id, "Out of date", default));

    public static async Task<IHtmlDocument> Sees(this HttpClient browser, string url)
    {
        var answer = await browser.GetAsync(url);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{url}: {answer.StatusCode}");
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    public static IEnumerable<string> Stems(this IHtmlDocument list) => list.QuerySelectorAll("tbody th a").Select(a => a.TextContent.Trim());

    public static Task<List<long>> Asked(this TestHub hub, long attempt) =>
        hub.Rows<long>("select v.question_id from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id where s.attempt_id = @attempt order by v.question_id", new { attempt });
}

public sealed class BankTests
{
    [Theory, BothDatabases]
    public async Task Words_are_found_in_either_language_in_any_case_and_of_any_length_in_what_the_question_says_now(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var id = await hub.Adds(BankSteps.Draft("wash", "处理生肉之后要做什么？", "What follows RAW meat? 50% off_now"));
        await hub.Adds(BankSteps.Draft("shared", "微笑", "A smile"), course: 0);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        async Task<IEnumerable<string>> Found(string words) => (await browser.Sees($"/studio/questions?search={Uri.EscapeDataString(words)}")).Stems();
        foreach (var words in new[] { "生肉", "肉", "洗手二十", "raw MEAT", "twenty", "meat 生肉", "ＲＡＷ", "50%", "wash" })
            Assert.Contains("What follows RAW meat? 50% off_now", await Found(words));
        foreach (var words in new[] { "生鱼", "meat smile", "5%0", "off.now", "洗 扫" }) Assert.Empty(await Found(words));
        Assert.Equal(["A smile"], (await browser.Sees("/studio/questions?course=-")).Stems());

        var edited = (await hub.Stored(id)).Draft;
        var changed = edited with { Body = edited.Body with { Stem = new LocalText("之后呢？", "And then?") } };
        Assert.Null(await hub.In(s => s.GetRequiredService<EditStoredQuestion>().Handle(id, changed, edited.Stamp(), default)));
        Assert.Empty(await Found("生肉"));
        Assert.Equal(["And then?"], await Found("之后"));
        Assert.Equal("conflict", (await hub.In(s => s.GetRequiredService<EditStoredQuestion>().Handle(id, edited, edited.Stamp(), default)))?.Code);
    }

    [Theory, BothDatabases]
    public async Task After_an_upgrade_the_job_writes_down_the_words_that_are_missing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var words = await hub.Rows<string>("select words from quizzes_question_words order by question_id");
        Assert.Equal(4, words.Count);
        await hub.Execute("delete from quizzes_question_words where question_id > 2");
        await hub.Execute("update quizzes_question_words set words = 'old', version_id = 0 where question_id = 1");
        Assert.Null((await hub.RunJob("quizzes.keep-words")).Error);
        Assert.Equal(words, await hub.Rows<string>("select words from quizzes_question_words order by question_id"));
    }

    [Theory, BothDatabases]
    public async Task The_list_filters_by_category_with_and_without_those_below_by_all_tags_by_state_and_by_missing_language(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        await hub.Adds(BankSteps.Draft("k", "一", "Kitchen one", "Kitchen", "a", "b"));
        await hub.Adds(BankSteps.Draft("h", "二", "Hot one", "Kitchen/Hot", "a"));
        await hub.Adds(BankSteps.Draft("s", "三", "Slash one", "Kitchen//Bar"));
        var half = BankSteps.Draft("z", "只有中文", "");
        await hub.Adds(half with { Body = half.Body with { Content = TrueFalseKind.Content(true, null, null).ToJson() } });
        var trainer = await hub.Person("T1", "trainer");
        using var browser = await hub.SignedIn(trainer);
        Assert.Equal(["Kitchen one", "Hot one"], (await browser.Sees("/studio/questions?category=Kitchen")).Stems());
        Assert.Equal(["Kitchen one"], (await browser.Sees("/studio/questions?category=Kitchen&only=true")).Stems());
        Assert.Equal(["Kitchen one"], (await browser.Sees("/studio/questions?tag=a,b")).Stems());
        Assert.Equal(["只有中文"], (await browser.Sees("/studio/questions?lacks=en")).Stems());
        var id = await hub.Scalar<long>("select id from quizzes_question where slug = 'h'");
        Assert.Null(await hub.Retires(trainer, id));
        Assert.Equal(["Kitchen one"], (await browser.Sees("/studio/questions?category=Kitchen")).Stems());
        Assert.Equal(["Hot one"], (await browser.Sees("/studio/questions?state=retired")).Stems());
        Assert.Equal(["Hot one"], (await browser.Sees("/studio/questions?state=all&category=Kitchen%2FHot")).Stems());
    }

    [Theory]
    [InlineData("Kitchen/Hot", "Kitchen", true)]
    [InlineData("Kitchen/Hot/Wok", "Kitchen", true)]
    [InlineData("Kitchen", "Kitchen", false)]
    [InlineData("Kitchens/Hot", "Kitchen", false)]
    [InlineData("Kitchen//Bar", "Kitchen", false)]
    [InlineData(null, "Kitchen", false)]
    public void A_category_is_below_another_by_its_names(string? category, string above, bool below) => Assert.Equal(below, CategoryPath.IsBelow(category, above));

    [Theory, BothDatabases]
    public async Task Each_person_gets_unseen_questions_first_and_then_the_least_seen(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: "questions: 1, passMark: 75");
        var (anna, bela) = (await hub.Person("E1"), await hub.Person("E2"));
        var asked = new List<long>();
        for (var round = 0; round < 12; round++) asked.AddRange(await hub.Asked(await hub.Graded(anna, quiz, 0)));
        for (var round = 0; round < 3; round++) Assert.Equal([1L, 2, 3, 4], asked.Skip(round * 4).Take(4).Order());
        await hub.Graded(bela, quiz, 0);
        Assert.Equal(13, await hub.Scalar<long>("select cast(sum(given) as bigint) from quizzes_exposure"));
        Assert.Equal(await hub.Rows<string>("select v.question_id || ' ' || count(*) from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id group by v.question_id order by v.question_id"),
            await hub.Rows<string>("select question_id || ' ' || cast(sum(given) as bigint) from quizzes_exposure group by question_id order by question_id"));
    }

    [Theory, BothDatabases]
    public async Task A_quiz_draws_by_category_with_and_without_those_below_beside_tags(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var kitchen = await hub.Adds(BankSteps.Draft("k", "一", "Kitchen", "Kitchen"));
        var hot = await hub.Adds(BankSteps.Draft("h", "二", "Hot", "Kitchen/Hot", "wok"));
        await hub.Adds(BankSteps.Draft("b", "三", "Bar", "Bar", "wok"));
        async Task<List<long>> Drawn(string draw)
        {
            await hub.Import(Folder(FourQuestions, $"passMark: 75, bank: true, {draw}"));
            return await hub.Asked(await hub.Graded(await hub.Person($"E{hub.Clock.GetUtcNow().Ticks}{draw.Length}"), quiz, 0));
        }
        Assert.Equal([kitchen, hot], await Drawn("questions: 2, draw: [{ category: Kitchen, count: 2 }]"));
        Assert.Equal([kitchen], await Drawn("questions: 1, draw: [{ category: Kitchen, subcategories: false, count: 1 }]"));
        Assert.Equal([hot], await Drawn("questions: 1, draw: [{ category: Kitchen, tags: [wok], count: 1 }]"));
        var refused = await Assert.ThrowsAsync<ContentRefusedException>(() => Drawn("questions: 3, draw: [{ category: Kitchen, count: 3 }]"));
        Assert.Contains("draws 1 questions more", Assert.Single(refused.Faults).Message);
    }

    [Fact]
    public void A_draw_by_category_is_checked_against_the_file_and_written_as_it_is_read()
    {
        var questions = FourQuestions.Replace("tags: [core]", "category: Kitchen/Hot, tags: [core]".Replace(", ", "\n    ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(FaultsOf(Folder(questions, "questions: 2, passMark: 75, draw: [{ category: Kitchen, count: 2 }]")));
        Assert.Contains("2 questions of the category Kitchen are asked, but the bank has only 0", Assert.Single(FaultsOf(Folder(questions, "questions: 2, passMark: 75, draw: [{ category: Kitchen, subcategories: false, count: 2 }]"))).Message);
        Assert.Contains("Name at least one tag, or a category", Assert.Single(FaultsOf(Folder(questions, "questions: 2, passMark: 75, draw: [{ count: 2 }]"))).Message);
        var read = QuestionFile.Read(Folder(questions), new Faults());
        Assert.Equal("Kitchen/Hot", read[0].Category);
        Assert.Contains("  category: \"Kitchen/Hot\"", string.Join('\n', QuestionYaml.Write(read[0])).Replace("category: Kitchen/Hot", "category: \"Kitchen/Hot\"", StringComparison.Ordinal));
    }

    [Theory, BothDatabases]
    public async Task A_retired_question_is_never_drawn_again_but_an_attempt_under_way_keeps_it_and_an_import_leaves_it_so(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: "questions: 3, passMark: 75, shuffle: false");
        var (person, trainer) = (await hub.Person("E1"), await hub.Person("T1", "trainer"));
        var attempt = await hub.Started(person, quiz);
        var asked = await hub.Asked(attempt);
        Assert.Null(await hub.Retires(trainer, asked[0]));
        Assert.Equal("conflict", (await hub.Retires(trainer, asked[0]))?.Code);
        Assert.Null(await hub.Submits(person, attempt));
        Assert.Equal(asked, await hub.Asked(attempt));
        Assert.Equal("finished", (await hub.Attempt(attempt)).State);
        for (var i = 0; i < 5; i++) Assert.DoesNotContain(asked[0], await hub.Asked(await hub.Graded(person, quiz, 0)));
        await hub.Import(Folder(FourQuestions.Replace("en: One }", "en: One said otherwise }"), "questions: 3, passMark: 75, shuffle: false"));
        Assert.True((await hub.Stored(asked[0])).IsRetired);

        var refused = await hub.Retires(trainer, asked[1]);
        Assert.EndsWith(" would have too few questions: 1 fewer than it draws. Change its draw or add questions first.", refused?.ToString());
        Assert.Contains((string)refused!.Arguments[0], (string[])["Tidiness", "整洁"]);
        Assert.False((await hub.Stored(asked[1])).IsRetired);
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<RetireQuestion>().BringBack(asked[0], "Right after all", default)));
        Assert.Null(await hub.Retires(trainer, asked[1]));
        Assert.Equal(["quizzes.question-retired", "quizzes.question-brought-back", "quizzes.question-retired"], await hub.Rows<string>("select action from platform_audit where action like 'quizzes.question-%' order by id"));
    }

    [Theory, BothDatabases]
    public async Task Settings_that_draw_more_than_the_bank_has_are_refused_and_those_that_need_imported_questions_are_saved(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var course = await hub.Scalar<long>("select course_id from quizzes_quiz where slug = 'grooming'");
        for (var i = 0; i < 3; i++) await hub.Adds(BankSteps.Draft($"x{i}", $"题{i}", $"Extra {i}", "Extra/More"), course);
        async Task<HttpResponseMessage> Save(int count)
        {
            var page = await browser.Sees("/studio/quizzes/grooming");
            var fields = page.QuerySelectorAll("main form[method=post] [name]:not(button)").Where(f => f is not IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } && !f.GetAttribute("name")!.StartsWith("Draw[", StringComparison.Ordinal) && f.GetAttribute("name") is not ("Questions" or "note"))
                .Select(f => KeyValuePair.Create(f.GetAttribute("name")!, f is IHtmlSelectElement select ? select.Value ?? "" : f.GetAttribute("value") ?? "")).ToList();
            fields.AddRange([KeyValuePair.Create("Questions", $"{count}"), KeyValuePair.Create("note", "By category"), KeyValuePair.Create("Draw[0].Category", "Extra"), KeyValuePair.Create("Draw[0].Count", $"{count}")]);
            return await browser.PostAsync("/studio/quizzes/grooming", new FormUrlEncodedContent(fields));
        }
        var refused = await Save(4);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("4 of the category Extra and those below it, but there are only 3.", await refused.Content.ReadAsStringAsync());
        var saved = await Save(3);
        Assert.True(saved.StatusCode == HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        Assert.Contains("\"category\":\"Extra\"", await hub.Scalar<string>("select settings from v_quiz where slug = 'grooming'"));
        var question = await hub.Scalar<long>("select id from quizzes_question where slug = 'x1'");
        Assert.Contains("3 of the category Extra and those below it", (await browser.Sees($"/studio/questions/{question}")).Body!.TextContent);
    }

    [Fact]
    public async Task The_page_of_a_question_shows_its_versions_and_what_changed_between_two()
    {
        await using var hub = await TestHub.Start();
        var quiz = await hub.Quiz();
        await hub.Graded(await hub.Person("E1"), quiz, 4);
        await hub.Import(Folder(FourQuestions.Replace("zh-CN: 甲, en: Alpha }, feedback", "zh-CN: 甲, en: Aleph }, feedback")));
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var page = await browser.Sees("/studio/questions/1");
        Assert.Equal(["2", "1"], page.QuerySelectorAll("section[aria-labelledby=versions] tbody th").Select(t => t.TextContent.Trim()));
        Assert.Equal(["Option a · Text · English"], page.QuerySelectorAll("#changes .form-label").Select(t => t.TextContent.Trim()));
        Assert.Equal(["BeforeAlpha", "AfterAleph"], page.QuerySelectorAll("#changes .diff > div").Select(t => t.TextContent.Trim()));
        Assert.Contains("It was given once.", page.Body!.TextContent);
        Assert.NotNull(page.QuerySelector($"a[href='/studio/results/quizzes/{quiz}/questions/1']"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/studio/questions/999")).StatusCode);
    }

    [Fact]
    public async Task A_new_question_is_written_in_the_studio_and_one_without_a_right_answer_is_refused()
    {
        await using var hub = await TestHub.Start();
        await hub.Quiz();
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        const string url = "/studio/questions/new?kind=single";
        Dictionary<string, string> fields = new()
        {
            ["course"] = "tidy", ["StemZh"] = "哪个？", ["StemEn"] = "Which?", ["Marks"] = "1", ["Difficulty"] = "2", ["Tags"] = "core，fresh", ["Category"] = "A/B",
            ["Options[0].Id"] = "a", ["Options[0].Zh"] = "这个", ["Options[0].En"] = "This", ["Options[1].Id"] = "b", ["Options[1].Zh"] = "那个", ["Options[1].En"] = "That",
        };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Forms.Post(browser, url, url, fields)).StatusCode);
        var made = await Forms.Post(browser, url, url, new(fields) { ["Right"] = "b" });
        var id = long.Parse(made.Headers.Location!.ToString().Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var question = await hub.Stored(id);
        Assert.Equal(("tidy", "bank", "A/B", "core, fresh", 2), (question.Course, question.Origin, question.Draft.Category, TagList.Write(question.Draft.Tags), question.Draft.Difficulty));
        foreach (var kind in QuestionKinds.All.Where(k => !k.DrawsPicture)) await browser.Sees($"/studio/questions/new?kind={kind.Name}");
    }

    [Theory, BothDatabases]
    public async Task Figures_from_few_people_are_hidden_from_whoever_may_not_see_everybody(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        using var trainer = await hub.SignedIn(await hub.Person("T1", "trainer"));
        using var author = await hub.SignedIn(await hub.Person("A1", "author"));
        for (var i = 1; i <= 4; i++) await hub.Graded(await hub.Person($"E{i}"), quiz, 4);
        async Task<string> Row(HttpClient browser) => string.Join(' ', (await browser.Sees("/studio/questions")).QuerySelectorAll("tbody tr:first-child td.num").Select(c => c.TextContent.Trim()));
        async Task<bool> SeesTaken(HttpClient browser) => (await browser.Sees("/studio/questions/1/edit")).QuerySelector("legend .status") is not null;
        Assert.Equal("100% of 4 4 times", await Row(trainer));
        Assert.Equal("– fewer than 5 times", await Row(author));
        Assert.Contains("It was given fewer than 5 times.", (await author.Sees("/studio/questions/1")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("It was given 4 times.", (await trainer.Sees("/studio/questions/1")).Body!.TextContent, StringComparison.Ordinal);
        Assert.False(await SeesTaken(author));
        await hub.Graded(await hub.Person("E5"), quiz, 4);
        Assert.Equal("100% of 5 5 times", await Row(author));
        Assert.True(await SeesTaken(author));
    }
}
