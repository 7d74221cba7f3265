using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>The learner's pages over HTTP, as a browser without JavaScript sends them, and as quiz.js does.</summary>
public sealed class QuizPagesTests
{
    /// <summary>What the quiz form would send as it stands, with these fields chosen.</summary>
    private static List<KeyValuePair<string, string>> Form(IHtmlDocument page, params (string Name, string Value)[] chosen)
    {
        var fields = page.QuerySelectorAll<IHtmlInputElement>("#quiz input")
            .Where(i => i.Type == "hidden" || (i.IsChecked && chosen.All(c => c.Name != i.Name)))
            .Select(i => KeyValuePair.Create(i.Name!, i.Value)).ToList();
        fields.AddRange(chosen.Select(c => KeyValuePair.Create(c.Name, c.Value)));
        return fields;
    }

    private static Task<HttpResponseMessage> Send(HttpClient browser, long attempt, string handler, IEnumerable<KeyValuePair<string, string>> fields) =>
        browser.PostAsync($"/learn/attempts/{attempt}?handler={handler}", new FormUrlEncodedContent(fields));

    private static async Task<(TestHub Hub, long Person, HttpClient Browser, long Attempt)> Taking(TestDatabase database, string quiz = PlainQuiz)
    {
        var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, await hub.Quiz(quiz: quiz));
        return (hub, person, await hub.SignedIn(person), attempt);
    }

    [Theory, BothDatabases]
    public async Task A_quiz_can_be_taken_with_JavaScript_off(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        using var browser = await hub.SignedIn(await hub.Person("E1"));
        var start = await browser.Page($"/learn/quizzes/{quiz}");
        var started = await browser.PostAsync($"/learn/quizzes/{quiz}", new FormUrlEncodedContent(start.QuerySelectorAll<IHtmlInputElement>("main form input").Select(i => KeyValuePair.Create(i.Name!, i.Value))));
        var url = started.Headers.Location!.ToString();
        var attempt = long.Parse(url.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal($"{url}#q-2", (await Send(browser, attempt, "Save", Form(await browser.Page(url), ("a-1", "a")))).Headers.Location!.ToString());
        var again = await browser.Page(url);
        Assert.True(again.QuerySelector<IHtmlInputElement>("#q-1 input[value=a]")!.IsChecked);
        var asks = await Send(browser, attempt, "Submit", Form(again, ("a-2", "a"), ("a-2", "b"), ("a-3", "false")));
        Assert.Equal(HttpStatusCode.OK, asks.StatusCode);
        var warning = new HtmlParser().ParseDocument(await asks.Content.ReadAsStringAsync());
        Assert.Contains("Not answered yet: 4", warning.QuerySelector("[role=alert] p")?.TextContent);
        Assert.Equal(url, (await Send(browser, attempt, "Submit", Form(warning, ("confirm", "true")))).Headers.Location!.ToString());
        var result = await browser.Page(url);
        Assert.Equal("75%", result.QuerySelector(".result-percent")!.TextContent);
        Assert.Contains("3 of 4 questions right", result.QuerySelector(".result")!.TextContent);
        Assert.Contains("Well done", result.QuerySelector(".review")!.TextContent);
    }

    [Theory, BothDatabases]
    public async Task An_old_window_does_not_overwrite_what_a_newer_one_answered(TestDatabase database)
    {
        var (hub, person, browser, attempt) = await Taking(database);
        await using var _ = hub;
        var old = await browser.Page($"/learn/attempts/{attempt}");
        for (var sequence = 1; sequence <= 2; sequence++) await hub.Answers(person, attempt, 1, Chosen("b"), sequence);
        await hub.Answers(person, attempt, 2, Chosen("a"));
        // The old window shows neither; it changes question 1 and leaves question 2 as it was.
        Assert.Equal(HttpStatusCode.Redirect, (await Send(browser, attempt, "Save", Form(old, ("a-1", "a")))).StatusCode);
        var page = await browser.Page($"/learn/attempts/{attempt}");
        Assert.Contains("Another window answered these questions later", page.QuerySelector(".alert-success")!.TextContent);
        Assert.Equal(["a-1=b", "a-2=a"], page.QuerySelectorAll<IHtmlInputElement>("#quiz input:checked").Select(i => $"{i.Name}={i.Value}"));
    }

    [Theory, BothDatabases]
    public async Task The_script_is_told_what_became_of_each_answer(TestDatabase database)
    {
        var (hub, _, browser, attempt) = await Taking(database);
        await using var __ = hub;
        var token = (await browser.Page($"/learn/attempts/{attempt}")).QuerySelector<IHtmlInputElement>("#quiz input[name=__RequestVerificationToken]")!.Value;
        async Task<(HttpStatusCode, string?)> Answer(int slot, int sequence, string option)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"/learn/attempts/{attempt}?handler=Answer")
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("slot", $"{slot}"), KeyValuePair.Create("sequence", $"{sequence}"), KeyValuePair.Create("device", "tab"), KeyValuePair.Create($"a-{slot}", option)]),
                Headers = { { "RequestVerificationToken", token } },
            };
            var answer = await browser.SendAsync(request);
            var json = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
            return (answer.StatusCode, json.TryGetProperty("outcome", out var outcome) ? outcome.GetString() : null);
        }
        Assert.Equal((HttpStatusCode.OK, "counted"), await Answer(1, 2, "a"));
        Assert.Equal((HttpStatusCode.OK, "counted"), await Answer(1, 2, "a"));
        Assert.Equal((HttpStatusCode.Conflict, "stale"), await Answer(1, 1, "b"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, null), await Answer(1, 3, "z"));
        Assert.Equal((HttpStatusCode.NotFound, null), await Answer(9, 3, "a"));
    }

    [Theory, BothDatabases]
    public async Task An_answer_without_the_forms_token_is_refused(TestDatabase database)
    {
        var (hub, _, browser, attempt) = await Taking(database);
        await using var __ = hub;
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(browser, attempt, "Answer", [KeyValuePair.Create("slot", "1"), KeyValuePair.Create("sequence", "1"), KeyValuePair.Create("device", "x"), KeyValuePair.Create("a-1", "a")])).StatusCode);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_answer"));
    }

    [Fact]
    public async Task Ten_megabytes_of_text_are_turned_away_and_nothing_is_stored()
    {
        var (hub, _, browser, attempt) = await Taking(TestDatabase.Sqlite);
        await using var __ = hub;
        var form = Form(await browser.Page($"/learn/attempts/{attempt}"), ("a-1", new string('x', 10_000_000)));
        HttpStatusCode status;
        try
        {
            var answer = await browser.PostAsync($"/learn/attempts/{attempt}?handler=Save", new StringContent(string.Join('&', form.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}")), System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"));
            status = answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            status = HttpStatusCode.RequestEntityTooLarge; // the hub closed the connection before all was sent
        }
        Assert.True(status is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"{status}");
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_answer"));
        await browser.Page($"/learn/attempts/{attempt}");
    }

    [Theory, BothDatabases]
    public async Task Somebody_elses_attempt_is_not_found_whatever_is_done_with_it(TestDatabase database)
    {
        var (hub, _, browser, attempt) = await Taking(database);
        await using var __ = hub;
        var form = Form(await browser.Page($"/learn/attempts/{attempt}"), ("a-1", "a"));
        using var other = await hub.SignedIn(await hub.Person("E2", "trainer"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/learn/attempts/{attempt}")).StatusCode);
        var own = await other.Page($"/learn/quizzes/{await hub.Scalar<long>("select quiz_id from quizzes_attempt")}");
        form.AddRange([KeyValuePair.Create("slot", "1"), KeyValuePair.Create("sequence", "1")]);
        form.RemoveAll(f => f.Key == "__RequestVerificationToken");
        form.Add(KeyValuePair.Create("__RequestVerificationToken", own.QuerySelector<IHtmlInputElement>("main input[name=__RequestVerificationToken]")!.Value));
        foreach (var handler in new[] { "Save", "Submit", "Answer" }) Assert.Equal(HttpStatusCode.NotFound, (await Send(other, attempt, handler, form)).StatusCode);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_answer"));
    }

    [Theory, BothDatabases]
    public async Task The_page_of_an_open_attempt_does_not_tell_which_option_is_right(TestDatabase database)
    {
        var (hub, _, browser, attempt) = await Taking(database);
        await using var __ = hub;
        var html = await browser.GetStringAsync($"/learn/attempts/{attempt}");
        Assert.DoesNotContain("Well done", html);
        Assert.DoesNotContain("correct", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("is-right", html);
    }

    [Theory, BothDatabases]
    public async Task After_the_deadline_the_page_submits_what_was_saved(TestDatabase database)
    {
        var (hub, person, browser, attempt) = await Taking(database, PlainQuiz + ", timeLimit: 20");
        await using var _ = hub;
        await hub.AnswersRight(person, attempt, 3);
        var page = await browser.Page($"/learn/attempts/{attempt}");
        Assert.InRange(int.Parse(page.QuerySelector("#timer")!.GetAttribute("data-seconds")!, System.Globalization.CultureInfo.InvariantCulture), 1_100, 1_200);
        hub.Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal(HttpStatusCode.Redirect, (await Send(browser, attempt, "Submit", Form(page, ("a-4", "b")))).StatusCode);
        var result = await browser.Page($"/learn/attempts/{attempt}");
        Assert.Equal("75%", result.QuerySelector(".result-percent")!.TextContent);
        Assert.Contains("Answers that arrived after the end or during a pause: 1.", result.Body!.TextContent);
    }

    [Theory, BothDatabases]
    public async Task The_start_page_shows_limits_results_and_what_is_left(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: PlainQuiz + ", attempts: 2, timeLimit: 20"), await hub.Person("E1"));
        using var browser = await hub.SignedIn(person);
        await hub.Graded(person, quiz, 2);
        var page = await browser.Page($"/learn/quizzes/{quiz}");
        Assert.Equal(["4", "75%", "20 min", "1"], page.QuerySelectorAll(".quiz-rules dd").Select(d => d.TextContent));
        Assert.Contains("Your best result: 50%", page.Body!.TextContent);
        await hub.Graded(person, quiz, 3);
        page = await browser.Page($"/learn/quizzes/{quiz}");
        Assert.Null(page.QuerySelector("main form"));
        Assert.Contains("All 2 attempts at this quiz are used", page.Body!.TextContent);
        Assert.Equal(["Passed", "Not passed"], page.QuerySelectorAll("tbody .status").Select(s => s.TextContent));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/learn/quizzes/4711")).StatusCode);
    }

    [Fact]
    public async Task The_result_is_read_in_the_readers_language()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        var attempt = await hub.Graded(person, await hub.Quiz(), 4);
        using var browser = await hub.SignedIn(person);
        var page = await browser.Page($"/learn/attempts/{attempt}?lang=zh-CN");
        Assert.Equal("通过", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("乙", page.QuerySelector(".review")!.TextContent);
    }
}
