using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>What no honest page would send, sent all the same over HTTP: each has one answer that says what is wrong, and nothing a learner did is lost by it.</summary>
public sealed class BadInputTests
{
    /// <summary>A learner in the middle of an attempt, and what quiz.js would send for them.</summary>
    private sealed class Taker(TestHub hub, long person, HttpClient browser, long quiz, long attempt) : IAsyncDisposable
    {
        private string? token;

        public TestHub Hub => hub;
        public long Person => person;
        public HttpClient Browser => browser;
        public long Quiz => quiz;
        public long Attempt => attempt;
        public string Url => $"/learn/attempts/{attempt}";

        public static async Task<Taker> In(TestDatabase database, string quiz = PlainQuiz)
        {
            var hub = await TestHub.Start(database);
            var person = await hub.Person("E1");
            var id = await hub.Quiz(quiz: quiz);
            return new Taker(hub, person, await hub.SignedIn(person), id, await hub.Started(person, id));
        }

        public async Task<IHtmlDocument> Page()
        {
            var answer = await browser.GetAsync(Url);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        }

        public async Task<(HttpStatusCode Status, JsonElement Said)> Sends(string slot, string sequence, string option, string device = "tab", string? claimedAt = null, HttpClient? from = null, string? at = null)
        {
            token ??= (await Page()).QuerySelector("#quiz input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            List<KeyValuePair<string, string>> fields = [new("slot", slot), new("sequence", sequence), new("device", device), new($"a-{slot}", option)];
            if (claimedAt is not null) fields.Add(new("claimedAt", claimedAt));
            var request = new HttpRequestMessage(HttpMethod.Post, $"{at ?? Url}?handler=Answer") { Content = new FormUrlEncodedContent(fields), Headers = { { "RequestVerificationToken", token } } };
            var answer = await (from ?? browser).SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            return (answer.StatusCode, text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default);
        }

        /// <summary>The page's form as it stands, posted to a handler.</summary>
        public async Task<HttpResponseMessage> Posts(string handler, IHtmlDocument page, params (string Name, string Value)[] more) => await browser.PostAsync($"{Url}?handler={handler}", new FormUrlEncodedContent(
            page.QuerySelectorAll<IHtmlInputElement>("#quiz input").Where(i => i.Type == "hidden" || (i.IsChecked && more.All(c => c.Name != i.Name))).Select(i => KeyValuePair.Create(i.Name!, i.Value))
                .Concat(more.Select(c => KeyValuePair.Create(c.Name, c.Value)))));

        public Task<List<string>> Kept() => hub.Rows<string>("select slot || ' ' || sequence || ' ' || answer || ' ' || outcome from quizzes_answer order by id");

        public async ValueTask DisposeAsync()
        {
            browser.Dispose();
            await hub.DisposeAsync();
        }
    }

    private static string Message(JsonElement said) => said.GetProperty("message").GetString()!;

    [Theory, BothDatabases]
    public async Task An_answer_to_a_question_that_is_not_there_is_named_and_not_kept(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        foreach (var slot in new[] { "5", "0", "-1", "2147483647" })
        {
            var (status, said) = await taker.Sends(slot, "1", "a");
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Equal($"This attempt has no question {slot}.", Message(said));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await taker.Sends("one", "1", "a")).Status);
        Assert.Empty(await taker.Kept());
    }

    [Theory, BothDatabases]
    public async Task A_sequence_that_is_no_number_is_refused_with_what_it_may_be(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        foreach (var sequence in new[] { "0", "-3", "soon", "9999999999999999", "99999999999999999999" })
        {
            var (status, said) = await taker.Sends("1", sequence, "a");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Equal("The sequence number must be from 1 to 1000000000000000.", Message(said));
        }
        Assert.Equal("The device's name must have from 1 to 64 characters.", Message((await taker.Sends("1", "1", "a", new string('d', 65))).Said));
        Assert.Empty(await taker.Kept());
    }

    [Theory, BothDatabases]
    public async Task An_answer_out_of_order_is_kept_but_the_later_one_counts_and_is_sent_back(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        Assert.Equal(HttpStatusCode.OK, (await taker.Sends("1", "7", "a")).Status);
        var (status, said) = await taker.Sends("1", "3", "b");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(("stale", 7, """{"chosen":["a"]}"""), (said.GetProperty("outcome").GetString(), said.GetProperty("sequence").GetInt32(), said.GetProperty("stored").GetRawText()));
        Assert.Equal(["1 7 {\"chosen\":[\"a\"]} counted", "1 3 {\"chosen\":[\"b\"]} stale"], await taker.Kept());
        // The same again, as a browser repeats what it got no answer to: the same receipt, nothing new.
        Assert.Equal(HttpStatusCode.Conflict, (await taker.Sends("1", "3", "b")).Status);
        Assert.Equal(HttpStatusCode.OK, (await taker.Sends("1", "7", "a")).Status);
        var (clash, why) = await taker.Sends("1", "7", "b");
        Assert.Equal((HttpStatusCode.Conflict, "Sequence 7 of question 1 was already used for another answer; send the next number."), (clash, Message(why)));
        Assert.Equal(2, (await taker.Kept()).Count);
    }

    [Theory, BothDatabases]
    public async Task After_the_deadline_an_answer_is_said_to_be_late_and_kept_for_the_trainer(TestDatabase database)
    {
        await using var taker = await Taker.In(database, PlainQuiz + ", timeLimit: 30");
        await taker.Sends("1", "1", "a");
        taker.Hub.Clock.Advance(TimeSpan.FromMinutes(30));
        var (status, said) = await taker.Sends("1", "2", "b");
        Assert.Equal((HttpStatusCode.OK, "late"), (status, said.GetProperty("outcome").GetString()));
        await taker.Hub.RunJob("quizzes.close-overdue");
        Assert.Equal("late", (await taker.Sends("4", "1", "b")).Said.GetProperty("outcome").GetString());
        Assert.Equal(["1 1 {\"chosen\":[\"a\"]} counted", "1 2 {\"chosen\":[\"b\"]} late", "4 1 {\"chosen\":[\"b\"]} late"], await taker.Kept());
        Assert.Equal(1000, (await taker.Hub.Attempt(taker.Attempt)).Mark);
    }

    [Theory, BothDatabases]
    public async Task A_browsers_clock_that_is_wrong_is_noted_and_changes_nothing(TestDatabase database)
    {
        await using var taker = await Taker.In(database, PlainQuiz + ", timeLimit: 30");
        var now = taker.Hub.Clock.GetUtcNow();
        taker.Hub.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal("counted", (await taker.Sends("1", "1", "a", claimedAt: $"{now.AddMinutes(89):O}")).Said.GetProperty("outcome").GetString());
        Assert.Equal("counted", (await taker.Sends("2", "1", "a", claimedAt: $"{now.AddMinutes(-31):O}")).Said.GetProperty("outcome").GetString());
        Assert.Equal("counted", (await taker.Sends("3", "1", "false", claimedAt: "half past ten")).Said.GetProperty("outcome").GetString());
        taker.Hub.Clock.Advance(TimeSpan.FromMinutes(2));
        // It claims to have been answered in time; only the hub's clock decides.
        Assert.Equal("late", (await taker.Sends("4", "1", "b", claimedAt: $"{now.AddMinutes(5):O}")).Said.GetProperty("outcome").GetString());
        Assert.Equal(1, await taker.Hub.Scalar<long>("select count(*) from quizzes_answer where claimed_at > received_at and received_at < @end", new { end = now.AddMinutes(30) }));
    }

    [Theory, BothDatabases]
    public async Task Somebody_elses_attempt_is_not_found_and_stays_as_it_was(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        await taker.Sends("1", "1", "a");
        var other = await taker.Hub.Person("E2");
        var theirs = await taker.Hub.Started(other, taker.Quiz);
        // Signed in as E1, with E1's token, towards E2's attempt.
        var (status, said) = await taker.Sends("1", "9", "b", at: $"/learn/attempts/{theirs}");
        Assert.Equal((HttpStatusCode.NotFound, "There is no such attempt."), (status, Message(said)));
        foreach (var handler in new[] { "Save", "Submit", "Check", "Next" })
        {
            var posted = await taker.Browser.PostAsync($"/learn/attempts/{theirs}?handler={handler}", new FormUrlEncodedContent(
                (await taker.Page()).QuerySelectorAll<IHtmlInputElement>("#quiz input[type=hidden]").Select(i => KeyValuePair.Create(i.Name!, i.Value))));
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        }
        Assert.Equal("in-progress", (await taker.Hub.Attempt(theirs)).State);
        Assert.Single(await taker.Kept());
    }

    [Theory, BothDatabases]
    public async Task Options_that_were_not_offered_are_refused_and_the_answer_before_stays(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        await taker.Sends("1", "1", "b");
        foreach (var option in new[] { "z", "", "a'; drop table quizzes_answer; --", "A" })
        {
            var (status, said) = await taker.Sends("1", "2", option);
            if (option.Length == 0) continue; // nothing chosen takes the answer back
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.NotEmpty(Message(said));
        }
        var (twice, _) = await taker.Sends("3", "1", "perhaps");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice);
        Assert.All(await taker.Kept(), k => Assert.StartsWith("1 ", k, StringComparison.Ordinal));
        // The plain form says it above the questions and keeps them.
        var refused = await taker.Posts("Save", await taker.Page(), ("a-4", "z"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.NotEmpty(page.QuerySelector("[role=alert]")!.TextContent.Trim());
        Assert.Equal(4, page.QuerySelectorAll("#quiz fieldset.question, #quiz .question").Length);
    }

    [Theory, BothDatabases]
    public async Task Submitting_again_and_again_is_one_submission_and_an_old_form_after_it_is_kept_as_late(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        await taker.Hub.AnswersRight(taker.Person, taker.Attempt, 3);
        var page = await taker.Page();
        var posts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => taker.Posts("Submit", page, ("confirm", "true"))));
        Assert.All(posts, p => Assert.Equal((HttpStatusCode.Redirect, taker.Url), (p.StatusCode, p.Headers.Location!.ToString())));
        Assert.Equal(HttpStatusCode.Redirect, (await taker.Posts("Submit", page, ("confirm", "true"), ("a-4", "b"))).StatusCode);
        Assert.Equal(1, await taker.Hub.Scalar<long>("select count(*) from platform_event where kind = 'AttemptGraded'"));
        Assert.Equal(3000, (await taker.Hub.Attempt(taker.Attempt)).Mark);
        Assert.Equal("4 1 {\"chosen\":[\"b\"]} late", (await taker.Kept())[^1]);
    }

    [Theory, BothDatabases]
    public async Task Two_tabs_end_in_the_later_answer_and_both_are_told(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        var (one, two) = (await taker.Page(), await taker.Page());
        Assert.Equal(HttpStatusCode.Redirect, (await taker.Posts("Save", one, ("a-1", "a"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await taker.Posts("Save", one, ("a-4", "b"))).StatusCode);
        // The second tab was opened before: its answer to 2 is new, and what it does not touch stays.
        Assert.Equal(HttpStatusCode.Redirect, (await taker.Posts("Save", two, ("a-2", "a"))).StatusCode);
        Assert.Equal(["a-1=a", "a-2=a", "a-4=b"], (await taker.Page()).QuerySelectorAll<IHtmlInputElement>("#quiz input:checked").Select(i => $"{i.Name}={i.Value}"));
        // Two attempts can't come of it either.
        Assert.Equal(taker.Attempt, (await taker.Hub.Starts(taker.Person, taker.Quiz)).Value);
    }

    [Theory, BothDatabases]
    public async Task A_question_retired_and_a_quiz_unpublished_in_mid_attempt_are_answered_and_marked_as_they_began(TestDatabase database)
    {
        await using var taker = await Taker.In(database);
        await taker.Sends("2", "1", "a");
        var withoutTwo = FourQuestions[..FourQuestions.IndexOf("  - id: q2", StringComparison.Ordinal)] + FourQuestions[FourQuestions.IndexOf("  - id: q3", StringComparison.Ordinal)..];
        await taker.Hub.Import(Folder(withoutTwo, "questions: 3, passMark: 75, shuffle: false"));
        Assert.Equal(1, await taker.Hub.Scalar<long>("select count(*) from quizzes_question where retired_at is not null"));
        Assert.Contains("Two", (await taker.Page()).Body!.TextContent);
        await taker.Hub.Import(Folder(withoutTwo, quiz: null));
        var page = await taker.Page();
        Assert.Equal(HttpStatusCode.Redirect, (await taker.Posts("Submit", page, ("a-1", "a"), ("a-2", "a"), ("a-2", "b"), ("a-3", "false"), ("a-4", "b"))).StatusCode);
        Assert.Equal((4000, 4000, true), ((await taker.Hub.Attempt(taker.Attempt)).Mark, (await taker.Hub.Attempt(taker.Attempt)).MaxMark, (await taker.Hub.Attempt(taker.Attempt)).Passed));
        // But nobody begins it any more.
        Assert.Equal(HttpStatusCode.NotFound, (await taker.Browser.GetAsync($"/learn/quizzes/{taker.Quiz}")).StatusCode);
    }

    [Fact]
    public async Task Ten_megabytes_sent_as_one_answer_are_turned_away_and_the_attempt_goes_on()
    {
        await using var taker = await Taker.In(TestDatabase.Sqlite);
        await taker.Sends("1", "1", "a");
        HttpStatusCode status;
        try
        {
            status = (await taker.Sends("1", "2", new string('x', 10_000_000))).Status;
        }
        catch (HttpRequestException)
        {
            status = HttpStatusCode.RequestEntityTooLarge; // the hub closed the connection before all was sent
        }
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        // Above the limit of one value, but read to its end: the script gets a sentence to show, the plain form a page.
        var (too, said) = await taker.Sends("1", "2", new string('x', 300_000));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "This is too long to be taken. Shorten it and send it again."), (too, Message(said)));
        var posted = await taker.Posts("Save", await taker.Page(), ("a-1", new string('x', 300_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, posted.StatusCode);
        Assert.Contains("nothing of it was saved", await posted.Content.ReadAsStringAsync());
        Assert.Single(await taker.Kept());
        Assert.Equal(HttpStatusCode.OK, (await taker.Sends("1", "2", "b")).Status);
    }

    private static async Task<(HttpStatusCode Status, IHtmlDocument Preview, string Url)> Uploads(HttpClient browser, string name, byte[] bytes)
    {
        var form = new HtmlParser().ParseDocument(await browser.GetStringAsync("/studio/questions/import"));
        using var content = new MultipartFormDataContent
        {
            { new StringContent(form.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new ByteArrayContent(bytes), "file", name },
        };
        var sent = await browser.PostAsync("/studio/questions/import", content);
        if (sent.StatusCode != HttpStatusCode.Found) return (sent.StatusCode, new HtmlParser().ParseDocument(await sent.Content.ReadAsStringAsync()), "");
        var url = sent.Headers.Location!.ToString();
        var preview = await browser.GetAsync(url);
        return (preview.StatusCode, new HtmlParser().ParseDocument(await preview.Content.ReadAsStringAsync()), url);
    }

    [Fact]
    public async Task Of_fifty_thousand_items_and_one_the_last_is_refused_and_the_others_are_shown()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var file = new StringBuilder();
        for (var i = 0; i <= ExchangeLimits.Items; i++) file.Append("::q").Append(i).Append("::Is ").Append(i).Append(" even? {").Append(i % 2 == 0 ? 'T' : 'F').Append("}\n\n");
        var (status, preview, _) = await Uploads(browser, "many.gift", Encoding.UTF8.GetBytes(file.ToString()));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("The file has more than 50000 questions. Divide it.", preview.QuerySelector("main")!.TextContent.Replace("50,000", "50000", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_question"));
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_in_one_sentence_before_it_is_unpacked()
    {
        await using var hub = await TestHub.Start();
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 2; i++)
            {
                using var entry = zip.CreateEntry($"bomb{i}.xml", CompressionLevel.Fastest).Open();
                for (var megabyte = 0; megabyte < 200; megabyte++) entry.Write(zeros);
            }
        }
        var (status, preview, url) = await Uploads(browser, "bomb.zip", memory.ToArray());
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{status}");
        Assert.Contains("too large", preview.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        if (url.Length > 0) Assert.Empty(preview.QuerySelectorAll("section[aria-labelledby=items] tbody th"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_question"));
    }
}
