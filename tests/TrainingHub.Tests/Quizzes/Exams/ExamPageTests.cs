using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Exams.ExamWords;

namespace TrainingHub.Tests.Quizzes.Exams;

/// <summary>The invigilator's pages, what the learner sees of them, and the events that keep them fresh.</summary>
public sealed class ExamPageTests
{
    private const string Board = "/studio/exams/tidy";

    private static Task<HttpResponseMessage> Act(HttpClient browser, string handler, long? attempt, string reason = "Fire alarm", string minutes = "5", string url = Board) =>
        Forms.Post(browser, url, $"{url}?handler={handler}", new() { ["attempt"] = $"{attempt}", ["reason"] = reason, ["minutes"] = minutes });

    [Theory, BothDatabases]
    public async Task The_board_shows_who_is_in_how_far_and_in_which_state(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.Quiz(quiz: Invigilated), await hub.Person("T1", "trainer"));
        using var browser = await hub.SignedIn(trainer);
        Assert.Contains("Nobody has begun", await browser.GetStringAsync(Board), StringComparison.Ordinal);
        var (busy, silent, paused, done) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("E3"), await hub.Person("E4"));
        var gone = await hub.Started(silent, quiz);
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.AnswersRight(busy, await hub.Started(busy, quiz), 3);
        await hub.Pauses(trainer, quiz, await hub.Started(paused, quiz));
        await hub.Graded(done, quiz, 4);
        var board = await hub.As(trainer, async s => await s.GetRequiredService<ReadExamBoard>().Handle((await s.GetRequiredService<FindExam>().Handle("tidy", null, default))!, default));
        Assert.Equal(["working", "gone", "paused", "submitted"], board.Lines.OrderBy(l => l.Number).Select(l => l.State));
        Assert.Equal((3, 4), board.Lines.Where(l => l.Number == "E1").Select(l => (l.Answered, l.Questions)).Single());
        Assert.InRange(board.Lines.Single(l => l.AttemptId == gone).SecondsLeft!.Value, 57 * 60, 58 * 60);
        Assert.Null(board.Lines.Single(l => l.Number == "E4").SecondsLeft);
        using var learner = await hub.SignedIn(silent);
        await learner.GetAsync($"/learn/attempts/{gone}?handler=Clock"); // the page is heard of again
        hub.Clock.Advance(TimeSpan.FromSeconds(20));
        var page = await browser.GetStringAsync(Board);
        foreach (var word in new[] { "Working", "Paused", "Submitted", "3 of 4", "测试 E3" }) Assert.Contains(word, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Disconnected", page, StringComparison.Ordinal);
        Assert.Contains("Fire alarm", await browser.GetStringAsync($"/studio/attempts/{await hub.Scalar<long>("select attempt_id from quizzes_exam_intervention")}/history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_learner_waits_and_goes_on_with_the_time_that_was_left()
    {
        await using var hub = await TestHub.Start();
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Invigilated), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        using var invigilator = await hub.SignedIn(trainer);
        using var learner = await hub.SignedIn(person);
        var url = $"/learn/attempts/{attempt}";
        Assert.Contains("data-invigilated=\"yes\"", await learner.GetStringAsync(url), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Act(invigilator, "Pause", attempt, reason: "")).StatusCode);
        Assert.Equal(Board, (await Act(invigilator, "Pause", attempt)).Headers.Location!.ToString());
        var saved = await Forms.Post(learner, "/account", $"{url}?handler=Answer", new() { ["slot"] = "1", ["sequence"] = "1", ["device"] = "phone", ["a-1"] = "a" });
        Assert.Equal(HttpStatusCode.Conflict, saved.StatusCode);
        Assert.Contains("\"outcome\":\"paused\"", await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal($"{url}/wait", (await learner.GetAsync(url)).Headers.Location!.ToString());
        foreach (var handler in new[] { "Save", "Submit", "Check&slot=1" })
            Assert.Equal($"{url}/wait", (await Forms.Post(learner, $"{url}/wait", $"{url}?handler={handler}", new() { ["device"] = "x", ["confirm"] = "true" })).Headers.Location!.ToString());
        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        var wait = await learner.GetStringAsync($"{url}/wait");
        foreach (var word in new[] { "The exam is paused", "60 min left", "came after the pause began: 1." }) Assert.Contains(word, wait, StringComparison.Ordinal);
        Assert.DoesNotContain("Alpha", wait, StringComparison.Ordinal);
        Assert.Contains("\"withheld\":\"paused\"", await learner.GetStringAsync($"{url}?handler=Clock"), StringComparison.Ordinal);
        await Act(invigilator, "Resume", attempt, reason: "");
        Assert.Equal(url, (await learner.GetAsync($"{url}/wait")).Headers.Location!.ToString());
        Assert.Contains("Alpha", await learner.GetStringAsync(url), StringComparison.Ordinal);
        Assert.Equal(Board, (await Act(invigilator, "Time", null, minutes: "10")).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Act(invigilator, "Time", attempt, minutes: "many")).StatusCode);
        Assert.Equal(Board, (await Act(invigilator, "End", attempt)).Headers.Location!.ToString());
        Assert.Contains("\"isOver\":true", await learner.GetStringAsync($"{url}?handler=Clock"), StringComparison.Ordinal);
        Assert.Equal("finished", (await hub.Attempt(attempt)).State);
    }

    [Theory, BothDatabases]
    public async Task Of_a_scheduled_exam_one_sees_who_is_awaited_and_it_has_a_code_of_its_own(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, here, awaited) = (await hub.Quiz(quiz: WithCode), await hub.Person("T1", "trainer"), await hub.Person("E1"), await hub.Person("E2"));
        var schedule = await hub.OpenScheduleFor(quiz, trainer, here, awaited);
        var (free, own) = (await hub.DrawsCode(trainer), await hub.DrawsCode(trainer, schedule: schedule));
        Assert.Equal("access-code", (await hub.Starts(here, quiz, schedule: schedule, code: free)).Problem?.Code);
        Assert.Null((await hub.Starts(here, quiz, schedule: schedule, code: own)).Problem);
        using var browser = await hub.SignedIn(trainer);
        var page = await browser.GetStringAsync($"{Board}/{schedule}");
        foreach (var word in new[] { "March check", "Not begun: 1", "测试 E2", ExamCode.Shown(own) }) Assert.Contains(word, page, StringComparison.Ordinal);
        Assert.DoesNotContain(ExamCode.Shown(own), await browser.GetStringAsync(Board), StringComparison.Ordinal);
        Assert.Contains("March check", await browser.GetStringAsync("/studio/exams"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task An_invigilator_of_another_site_sees_and_reaches_nobody(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person, manager) = (await hub.Quiz(quiz: Invigilated), await hub.Person("T1", "trainer"), await hub.Person("E1"), await hub.Person("M1"));
        await hub.Grant(manager, "manager", await hub.Site("FAR", "Far away"), null);
        var attempt = await hub.Started(person, quiz);
        var schedule = await hub.OpenScheduleFor(quiz, trainer, person);
        using var browser = await hub.SignedIn(manager);
        Assert.DoesNotContain("测试 E1", await browser.GetStringAsync(Board), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Act(browser, "Pause", attempt)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"{Board}/{schedule}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"{Board}/events?schedule={schedule}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/studio/exams/nothing")).StatusCode);
        using var learner = await hub.SignedIn(person);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync(Board)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync($"{Board}/events")).StatusCode);
    }

    [Fact]
    public async Task Whoever_listens_is_told_of_a_change_and_the_stream_ends_with_the_hub()
    {
        await using var hub = await TestHub.Start();
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Invigilated), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        using var browser = await hub.SignedIn(trainer);
        using var answer = await browser.GetAsync($"{Board}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await Told(stream); // at once: whoever connects looks
        var attempt = await hub.Started(person, quiz);
        await Told(stream);
        await hub.Pauses(trainer, quiz, attempt);
        await Told(stream);
        hub.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        while (await stream.ReadLineAsync() is not null) { } // an orderly end: a stream that is cut off would throw
        Assert.Equal(0, hub.Services.GetRequiredService<ExamWatch>().Count);
    }

    [Fact]
    public async Task One_person_may_listen_in_a_few_windows_only()
    {
        await using var hub = await TestHub.Start();
        var trainer = await hub.Person("T1", "trainer");
        await hub.Quiz(quiz: Invigilated);
        using var browser = await hub.SignedIn(trainer);
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < ExamWatch.MostPerPerson; i++) open.Add(await browser.GetAsync($"{Board}/events", HttpCompletionOption.ResponseHeadersRead));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.GetAsync($"{Board}/events")).StatusCode);
        open.ForEach(o => o.Dispose());
    }

    [Theory, BothDatabases]
    public async Task What_another_process_did_is_noticed_by_looking(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(quiz: Invigilated), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        using var listener = hub.Services.GetRequiredService<ExamWatch>().Listen(person, quiz)!;
        var watcher = hub.Services.GetServices<IHostedService>().OfType<ExamWatcher>().Single();
        await watcher.Look(default);
        await hub.Execute("insert into quizzes_exam_presence(attempt_id, seen_at) values (@attempt, @At)", new { attempt, At = hub.Clock.GetUtcNow() });
        await watcher.Look(default);
        Assert.True(await listener.Next(TimeSpan.FromMinutes(1), hub.Clock, default));
    }

    private static async Task Told(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
            if (line == "event: changed") return;
        Assert.Fail("The stream ended.");
    }
}
