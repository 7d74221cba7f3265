using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>What a learner sees of an attempt in each phase, on the page and through the API; nothing of the key gets out before its phase.</summary>
public sealed class ReviewMatrixTests
{
    private const string Utc = "TrainingHub:Hub:TimeZone=UTC";

    /// <summary>Signs that only the aspect in question puts on the page.</summary>
    private static HashSet<string> Seen(string html)
    {
        var seen = new HashSet<string>();
        if (html.Contains("question-stem", StringComparison.Ordinal)) seen.Add("attempt");
        if (html.Contains("is-wrong", StringComparison.Ordinal) || html.Contains("status-ok\">Right", StringComparison.Ordinal)) seen.Add("correctness");
        if (html.Contains("result-percent", StringComparison.Ordinal)) seen.Add("marks");
        if (html.Contains("Well done", StringComparison.Ordinal)) seen.Add("feedback");
        if (html.Contains("Right answer", StringComparison.Ordinal)) seen.Add("rightAnswer");
        return seen;
    }

    private static async Task<(HashSet<string> Seen, AttemptSheet Sheet)> Look(TestHub hub, long person, long attempt)
    {
        using var browser = await hub.SignedIn(person);
        var html = await browser.GetStringAsync($"/learn/attempts/{attempt}");
        var sheet = await hub.As(person, s => s.GetRequiredService<IQuizTaking>().Get(person, attempt.ToString(CultureInfo.InvariantCulture), "en", default));
        Assert.DoesNotContain("Well done", JsonSerializer.Serialize(sheet), StringComparison.Ordinal);
        return (Seen(html), sheet!);
    }

    [Theory, BothDatabases]
    public async Task Each_phase_shows_its_own_aspects(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: [Utc]);
        var day = hub.Clock.GetUtcNow().UtcDateTime.Date.AddDays(2);
        var quiz = await hub.Quiz(quiz: PlainQuiz + $", closes: {day:yyyy-MM-dd} 10:00, review: {{ justAfter: [marks], later: [attempt, correctness], afterClose: [attempt, correctness, marks, feedback, rightAnswer] }}");
        var person = await hub.Person("E1");
        var attempt = await hub.Started(person, quiz);
        await hub.AnswersRight(person, attempt, 1);
        await hub.Answers(person, attempt, 4, Chosen("a"));
        await hub.Submits(person, attempt);
        var (seen, sheet) = await Look(hub, person, attempt);
        Assert.Equal(["marks"], seen);
        Assert.Equal((1000, false), (sheet.Mark, sheet.Passed));
        Assert.Empty(sheet.Questions); // not the questions that were never reached either
        hub.Clock.Advance(TimeSpan.FromMinutes(3));
        (seen, sheet) = await Look(hub, person, attempt);
        Assert.Equal(["attempt", "correctness"], seen.Order(StringComparer.Ordinal));
        Assert.Equal((null, null), (sheet.Mark, sheet.Passed));
        hub.Clock.MoveTo(new DateTimeOffset(day.AddHours(10.1), TimeSpan.Zero));
        Assert.Equal(["attempt", "correctness", "feedback", "marks", "rightAnswer"], (await Look(hub, person, attempt)).Seen.Order(StringComparer.Ordinal));
    }

    [Theory, BothDatabases]
    public async Task The_page_that_begins_a_quiz_tells_no_more_than_the_attempts_do(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: [Utc]);
        var day = hub.Clock.GetUtcNow().UtcDateTime.Date.AddDays(2);
        var quiz = await hub.Quiz(quiz: PlainQuiz + $", closes: {day:yyyy-MM-dd} 10:00, review: {{ afterClose: [marks] }}");
        var person = await hub.Person("E1");
        await hub.Graded(person, quiz, 4);
        using var browser = await hub.SignedIn(person);
        async Task<IEnumerable<string>> Told() => (await browser.Page($"/learn/quizzes/{quiz}")).QuerySelectorAll(".status, td.num").Select(s => s.TextContent.Trim());
        Assert.Equal(["–", "Submitted; the result comes later"], await Told());
        hub.Clock.MoveTo(new DateTimeOffset(day.AddHours(10.1), TimeSpan.Zero));
        Assert.Equal(["Passed", "100%", "Passed"], await Told());
    }

    [Theory, BothDatabases]
    public async Task In_a_scheduled_quiz_no_check_tells_right_from_wrong_before_all_are_done(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (trainer, person) = (await hub.Person("T1", "trainer"), await hub.Person("E1"));
        foreach (var behaviour in new[] { "retry", "immediate" })
        {
            var quiz = await hub.Quiz(quiz: PlainQuiz + $", behaviour: {behaviour}", slug: behaviour);
            var attempt = await hub.Started(person, quiz, await hub.OpenSchedule(trainer, quiz));
            await hub.AnswersRight(person, attempt, 1);
            using var browser = await hub.SignedIn(person);
            Assert.DoesNotContain("handler=Check", await browser.GetStringAsync($"/learn/attempts/{attempt}"), StringComparison.Ordinal);
            var problem = await hub.As(person, s => s.GetRequiredService<TrainingHub.Modules.Quizzes.Attempts.CheckAnswer>().Handle(attempt, person, 1, 1, default));
            Assert.StartsWith("Answers are not checked in this attempt", $"{problem}", StringComparison.Ordinal);
            Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_check"));
            await hub.Submits(person, attempt);
            var free = await hub.Started(person, quiz);
            await hub.AnswersRight(person, free, 1);
            Assert.Null(await hub.As(person, s => s.GetRequiredService<TrainingHub.Modules.Quizzes.Attempts.CheckAnswer>().Handle(free, person, 1, 1, default)));
            await hub.Execute("delete from quizzes_check");
        }
    }

    [Theory, BothDatabases]
    public async Task The_key_stays_secret_while_anybody_may_still_answer(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, settings: [Utc]);
        var day = hub.Clock.GetUtcNow().UtcDateTime.Date.AddDays(2);
        string Quiz(string closes) => PlainQuiz + $", closes: {day:yyyy-MM-dd} {closes}, review: {{ afterClose: [attempt, rightAnswer] }}";
        var quiz = await hub.Quiz(quiz: Quiz("10:00"));
        var (person, colleague, trainer) = (await hub.Person("E1"), await hub.Person("E2"), await hub.Person("T1", "trainer"));
        var attempt = await hub.Graded(person, quiz, 1);
        hub.Clock.MoveTo(new DateTimeOffset(day.AddHours(10.1), TimeSpan.Zero));
        Assert.Contains("rightAnswer", (await Look(hub, person, attempt)).Seen);
        // The closing is put off for everybody …
        await hub.Import(Folder(FourQuestions, Quiz("12:00")));
        Assert.DoesNotContain("rightAnswer", (await Look(hub, person, attempt)).Seen);
        await hub.Import(Folder(FourQuestions, Quiz("10:00")));
        Assert.Contains("rightAnswer", (await Look(hub, person, attempt)).Seen);
        // … or one person is given time.
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<TrainingHub.Modules.Quizzes.Overrides.GrantOverride>().Handle(
            new(quiz, colleague, new(), 30, null, null, null, "Late shift"), default)));
        Assert.DoesNotContain("rightAnswer", (await Look(hub, person, attempt)).Seen);
    }

    [Theory, BothDatabases]
    public async Task During_an_attempt_only_what_was_checked_is_shown_and_only_as_far_as_allowed(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1");
        foreach (var (slug, review, shown) in new[] { ("open", "", new[] { "correctness", "feedback", "rightAnswer" }), ("shut", ", review: { during: [correctness] }", ["correctness"]) })
        {
            var attempt = await hub.Started(person, await hub.Quiz(quiz: PlainQuiz + ", behaviour: immediate" + review, slug: slug));
            await hub.Answers(person, attempt, 1, Chosen("a"));
            await hub.Answers(person, attempt, 4, Chosen("a"));
            Assert.Equal(["attempt"], (await Look(hub, person, attempt)).Seen);
            foreach (var slot in new[] { 1, 4 })
                Assert.Null(await hub.As(person, s => s.GetRequiredService<TrainingHub.Modules.Quizzes.Attempts.CheckAnswer>().Handle(attempt, person, slot, 1, default)));
            var (seen, sheet) = await Look(hub, person, attempt);
            Assert.Equal(shown.Append("attempt").Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
            Assert.Equal((true, false), (sheet.Questions[0].Checked!.Right, sheet.Questions[3].Checked!.Right));
            Assert.Equal(slug == "open" ? 1000 : null, sheet.Questions[0].Checked!.Mark);
            Assert.Null(sheet.Questions[1].Checked);
        }
    }
}
