using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TrainingHub.Modules.Quizzes.Settings;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Quizzes.Settings;

/// <summary>The settings page over HTTP, on the standard modules.</summary>
public sealed class QuizEditTests
{
    private const string Url = "/studio/quizzes/grooming";

    private static async Task<IHtmlDocument> Page(HttpClient browser, string url = Url) => new HtmlParser().ParseDocument(await browser.GetStringAsync(url));

    /// <summary>What the form would send as it stands, with these fields changed.</summary>
    private static List<KeyValuePair<string, string>> Form(IHtmlDocument page, params (string Name, string Value)[] changed)
    {
        var fields = page.QuerySelectorAll<IHtmlInputElement>("main form.stack input").Where(i => i.Type is not ("checkbox" or "radio") || i.IsChecked).Select(i => KeyValuePair.Create(i.Name!, i.Value))
            .Concat(page.QuerySelectorAll<IHtmlSelectElement>("main form.stack select").Select(s => KeyValuePair.Create(s.Name!, s.Value!)))
            .Where(f => changed.All(c => c.Name != f.Key)).ToList();
        fields.AddRange(changed.Where(c => c.Value.Length > 0).Select(c => KeyValuePair.Create(c.Name, c.Value)));
        return fields;
    }

    private static Task<HttpResponseMessage> Post(HttpClient browser, IEnumerable<KeyValuePair<string, string>> fields, string url = Url) => browser.PostAsync(url, new FormUrlEncodedContent(fields));

    private static async Task<QuizSettings> Stored(TestHub hub) => QuizSettings.From((await hub.Scalar<string>("select settings from v_quiz where slug = 'grooming'"))!);

    [Theory, BothDatabases]
    public async Task Saving_makes_a_new_version_of_the_quiz_and_the_old_one_stays_as_it_was(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("E1", "trainer"));
        var before = await hub.Rows<string>("select v.settings from quizzes_quiz_version v join quizzes_quiz q on q.id = v.quiz_id where q.slug = 'grooming'");
        var saved = await Post(browser, Form(await Page(browser), ("PassMark", "90"), ("TimeLimit", "45"), ("Behaviour", "retry"), ("Closes", "2031-05-01T18:00"), ("note", "Stricter")));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var now = await Stored(hub);
        Assert.Equal((90, 45, "retry", new DateTime(2031, 5, 1, 18, 0, 0)), (now.PassMark, now.TimeLimit, now.Behaviour, now.Closes));
        Assert.Equal([before[0], (await hub.Scalar<string>("select settings from v_quiz where slug = 'grooming'"))!],
            await hub.Rows<string>("select v.settings from quizzes_quiz_version v join quizzes_quiz q on q.id = v.quiz_id where q.slug = 'grooming' order by v.number"));
        Assert.Contains("Version 2 of the quiz", (await Page(browser)).Body!.TextContent, StringComparison.Ordinal);
        // The course's file says the same, so that an export does too.
        Assert.Equal("90", (await Page(browser)).QuerySelector<IHtmlInputElement>("#PassMark")!.Value);
    }

    [Fact]
    public async Task A_preset_fills_the_form_and_says_what_it_changed_and_nothing_is_saved_yet()
    {
        await using var hub = await TestHub.Start(withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("E1", "trainer"));
        foreach (var preset in Preset.All)
        {
            var page = await Page(browser, $"{Url}?preset={preset.Name}");
            Assert.Contains($"{preset.Label}: filled in below, not saved yet", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.NotEmpty(page.QuerySelectorAll("[aria-labelledby=picked] li"));
            var wanted = preset.Apply(await Stored(hub));
            Assert.Empty(wanted.Contradictions());
            Assert.Equal((wanted.PassMark, wanted.Attempts), (int.Parse(page.QuerySelector<IHtmlInputElement>("#PassMark")!.Value, null), int.Parse(page.QuerySelector<IHtmlInputElement>("#Attempts")!.Value, null)));
        }
        Assert.Equal(1, await hub.Scalar<int>("select max(v.number) from quizzes_quiz_version v join quizzes_quiz q on q.id = v.quiz_id where q.slug = 'grooming'"));
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, Form(await Page(browser, $"{Url}?preset=exam"), ("note", "Exam")))).StatusCode);
        Assert.Equal(Preset.All[2].Apply(await Stored(hub)).ToJson(), (await Stored(hub)).ToJson());
    }

    [Theory]
    [InlineData("PassMark", "101", "Pass mark: write a whole number from 1 to 100.")]
    [InlineData("PassMark", "many", "Pass mark: write a whole number from 1 to 100.")]
    [InlineData("Questions", "200", "The counts add up to 10, but one attempt asks 200 questions.")]
    [InlineData("WhenTimeIsUp", "grace", "Say how many minutes of grace there are.")]
    [InlineData("Offline", "true", "can't be taken offline")]
    [InlineData("Draw[0].Tags", "nowhere", "with the tags nowhere")]
    public async Task What_does_not_fit_is_refused_with_what_was_typed_kept(string field, string value, string message)
    {
        await using var hub = await TestHub.Start(withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("E1", "trainer"));
        var refused = await Post(browser, Form(await Page(browser), (field, value), ("wait", ""), ("note", "My change")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Contains(message, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("My change", page.QuerySelector<IHtmlInputElement>("#note")!.Value);
        Assert.Equal(1, await hub.Scalar<int>("select max(v.number) from quizzes_quiz_version v join quizzes_quiz q on q.id = v.quiz_id where q.slug = 'grooming'"));
    }

    [Fact]
    public async Task Of_two_who_edit_at_once_the_second_is_told()
    {
        await using var hub = await TestHub.Start(withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("E1", "trainer"));
        var opened = await Page(browser);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, Form(opened, ("PassMark", "90"), ("note", "First")))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(browser, Form(opened, ("PassMark", "70"), ("note", "Second")))).StatusCode);
        Assert.Equal(90, (await Stored(hub)).PassMark);
    }

    [Fact]
    public async Task Only_who_edits_questions_gets_in_and_there_is_no_quiz_of_another_name()
    {
        await using var hub = await TestHub.Start(withContent: true);
        using var learner = await hub.SignedIn(await hub.Person("E1"));
        Assert.Equal("/denied", (await learner.GetAsync(Url)).Headers.Location?.AbsolutePath ?? "in");
        using var trainer = await hub.SignedIn(await hub.Person("E2", "trainer"));
        Assert.Equal(HttpStatusCode.NotFound, (await trainer.GetAsync("/studio/quizzes/nowhere")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await trainer.GetAsync("/studio/quizzes")).StatusCode);
    }
}
