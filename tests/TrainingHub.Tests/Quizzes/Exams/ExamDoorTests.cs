using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Exams.ExamWords;

namespace TrainingHub.Tests.Quizzes.Exams;

/// <summary>Who gets in: by the code, from the networks, on another device. Through the site, as a learner meets it.</summary>
public sealed class ExamDoorTests
{
    private const string OnlyThere = PlainQuiz + ", timeLimit: 60, networks: [203.0.113.0/24, \"2001:db8:10::/48\"]";

    [Theory, BothDatabases]
    public async Task Without_the_code_nothing_begins_and_with_it_the_attempt_does(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: WithCode), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        Assert.StartsWith("There is no access code", (await hub.Starts(person, quiz, code: "ABC")).Problem?.ToString());
        var code = await hub.DrawsCode(trainer);
        Assert.Equal("access-code", (await hub.Starts(person, quiz)).Problem?.Code);
        Assert.StartsWith("This is not the access code", (await hub.Starts(person, quiz, code: code + "X")).Problem?.ToString());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_attempt") + await hub.Scalar<long>("select coalesce(sum(attempts), 0) from quizzes_taker"));
        Assert.Null((await hub.Starts(person, quiz, code: code.ToLowerInvariant())).Problem);
        var newer = await hub.DrawsCode(trainer);
        var other = await hub.Person("E2");
        Assert.Equal("access-code", (await hub.Starts(other, quiz, code: code)).Problem?.Code);
        Assert.Null((await hub.Starts(other, quiz, code: newer)).Problem);
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from platform_audit where action = 'quizzes.exam-code-drawn' and detail is null"));
    }

    [Fact]
    public async Task Guessing_the_code_ends_soon_and_for_the_guesser_alone()
    {
        await using var hub = await TestHub.Start();
        var (quiz, trainer, person) = (await hub.Quiz(quiz: WithCode), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var code = await hub.DrawsCode(trainer);
        for (var i = 0; i < CodeTries.PerMinute; i++) Assert.Equal("access-code", (await hub.Starts(person, quiz, code: "AAAAAA")).Problem?.Code);
        Assert.Equal("too-many", (await hub.Starts(person, quiz, code: code)).Problem?.Code); // not even the right one
        Assert.Null((await hub.Starts(await hub.Person("E2"), quiz, code: code)).Problem);
    }

    [Fact]
    public async Task On_another_device_the_code_is_asked_for_again_and_the_attempt_goes_on_there()
    {
        await using var hub = await TestHub.Start();
        var (quiz, trainer, person) = (await hub.Quiz(quiz: WithCode), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var code = await hub.DrawsCode(trainer);
        using var phone = await hub.SignedIn(person);
        var start = $"/learn/quizzes/{quiz}";
        Assert.Contains("name=\"code\"", await phone.GetStringAsync(start), StringComparison.Ordinal);
        var wrong = await Forms.Post(phone, start, start, new() { ["code"] = "WRONG" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("This is not the access code", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var begun = await Forms.Post(phone, start, start, new() { ["code"] = code });
        var attempt = begun.Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(attempt)).StatusCode);

        using var tablet = await hub.SignedIn(person);
        var sent = await tablet.GetAsync(attempt);
        Assert.Equal($"{attempt}/wait", sent.Headers.Location!.ToString());
        var page = await tablet.GetStringAsync($"{attempt}/wait");
        Assert.Contains("Go on with this device", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Alpha", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Forms.Post(tablet, $"{attempt}/wait", $"{attempt}/wait", new() { ["code"] = "WRONG" })).StatusCode);
        Assert.Equal(attempt, (await Forms.Post(tablet, $"{attempt}/wait", $"{attempt}/wait", new() { ["code"] = code })).Headers.Location!.ToString());
        Assert.Contains("Alpha", await tablet.GetStringAsync(attempt), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(attempt)).StatusCode); // the first one stays in
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_attempt"));

        using var stranger = await hub.SignedIn(await hub.Person("E2"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{attempt}/wait")).StatusCode);
    }

    [Fact]
    public async Task From_another_network_nothing_begins_and_no_question_is_shown()
    {
        await using var hub = await TestHub.Start();
        var (quiz, person) = (await hub.Quiz(quiz: OnlyThere), await hub.Person("E1"));
        using var browser = await hub.SignedIn(person);
        var start = $"/learn/quizzes/{quiz}";
        Assert.Contains("your device (127.0.0.1) is in none of them", await browser.GetStringAsync(start), StringComparison.Ordinal);
        var refused = await Forms.Post(browser, start, start, []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_attempt"));

        From(browser, "203.0.113.7"); // the proxy of this machine is trusted by default
        var attempt = (await Forms.Post(browser, start, start, [])).Headers.Location!.ToString();
        Assert.Contains("Alpha", await browser.GetStringAsync(attempt), StringComparison.Ordinal);
        From(browser, "2001:db8:10::5");
        Assert.Contains("Alpha", await browser.GetStringAsync(attempt), StringComparison.Ordinal);
        From(browser, "198.51.100.7");
        Assert.Equal($"{attempt}/wait", (await browser.GetAsync(attempt)).Headers.Location!.ToString());
        var page = await browser.GetStringAsync($"{attempt}/wait");
        Assert.Contains("198.51.100.7", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Alpha", page, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task An_answer_from_another_network_is_kept_counts_and_is_marked(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: OnlyThere), await hub.Person("E1"));
        using var browser = await hub.SignedIn(person);
        From(browser, "203.0.113.7");
        var start = $"/learn/quizzes/{quiz}";
        var attempt = (await Forms.Post(browser, start, start, [])).Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await Answer(browser, attempt, 1, "a")).StatusCode);
        var form = await browser.GetStringAsync(attempt);
        From(browser, "198.51.100.7"); // the phone fell back to its own line
        Assert.Equal(HttpStatusCode.OK, (await Answer(browser, attempt, 4, "b")).StatusCode);
        Assert.Equal([(1, false), (4, true)], await hub.Rows<(int, bool)>("select slot, coalesce(is_outside, false) from quizzes_answer order by slot"));
        // Handing in needs no network either: it shows nothing.
        var submitted = await Forms.Post(browser, $"{attempt}/wait", $"{attempt}?handler=Submit", new() { ["device"] = "x" });
        Assert.Equal(attempt, submitted.Headers.Location!.ToString());
        Assert.Equal(2000, await hub.Scalar<long>("select mark from quizzes_attempt"));
        Assert.Contains("Alpha", form, StringComparison.Ordinal);
    }

    private static void From(HttpClient browser, string address)
    {
        browser.DefaultRequestHeaders.Remove("X-Forwarded-For");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
    }

    private static Task<HttpResponseMessage> Answer(HttpClient browser, string attempt, int slot, string option) =>
        Forms.Post(browser, "/account", $"{attempt}?handler=Answer", new() { ["slot"] = $"{slot}", ["sequence"] = "1", ["device"] = "phone", [$"a-{slot}"] = option });
}
