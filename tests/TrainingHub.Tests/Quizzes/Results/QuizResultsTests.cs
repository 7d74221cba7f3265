using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Results;

public sealed class QuizResultsTests
{
    private static string[] Cells(IElement row) => [.. row.QuerySelectorAll("th, td").Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    private static string[] Stats(IHtmlDocument page) => [.. page.QuerySelectorAll(".tile .stat").Select(s => s.TextContent.Trim())];

    /// <summary>Whatever the order of the questions.</summary>
    private static async Task AllRight(TestHub hub, string number, long quiz)
    {
        var person = await hub.Person(number);
        var attempt = await hub.Started(person, quiz);
        for (var slot = 1; slot <= 4; slot++)
        {
            await hub.Answers(person, attempt, slot, (await hub.AnswerTo(attempt, slot)).GetRawText());
        }
        Assert.Null(await hub.Submits(person, attempt));
    }

    [Theory, BothDatabases]
    public async Task A_quiz_nobody_took_says_so(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        Assert.Contains("No figures yet", (await browser.Page($"/studio/results/quizzes/{quiz}")).QuerySelector(".empty")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/studio/results/quizzes/999")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/studio/results/quizzes/{quiz}/questions/1")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task The_page_of_a_quiz_shows_marks_and_questions_of_first_attempts_or_all(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var (anna, bela) = (await hub.Person("A1"), await hub.Person("B1"));
        await hub.Graded(anna, quiz, 4);
        await hub.Graded(bela, quiz, 1);
        await hub.Graded(bela, quiz, 4);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));

        var list = await browser.Page("/studio/results/quizzes");
        Assert.Equal(["Tidiness", "3", "2", "62%", "50%"], Cells(list.QuerySelector("tbody tr")!));
        var page = await browser.Page($"/studio/results/quizzes/{quiz}");
        Assert.Equal(["2", "62%", "50%", "0"], Stats(page));
        // All right in the last question: the one who has it right has the rest right too.
        Assert.Equal(["1", "One", "2", "100%", "–"], Cells(page.QuerySelector("#q1")!)[..5]);
        Assert.Equal(["4", "Four", "2", "50%", "1.00"], Cells(page.QuerySelector("#q4")!)[..5]);
        Assert.Equal(["English", "2", "62%", "50%"], Cells(page.QuerySelector("[aria-labelledby=groups] tbody tr")!));
        Assert.Equal("1", page.QuerySelectorAll(".plot-table tr").Single(r => r.TextContent.Contains("25–30")).QuerySelector("td")!.TextContent);
        Assert.NotNull(page.QuerySelector("svg[role=img] > title"));
        Assert.Equal(["3", "75%", "66%", "0"], Stats(await browser.Page($"/studio/results/quizzes/{quiz}?attempts=all")));
    }

    [Theory, BothDatabases]
    public async Task The_page_of_a_question_shows_what_was_answered(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        foreach (var (number, option) in new[] { ("E1", "a"), ("E2", "a"), ("E3", "b") })
        {
            var person = await hub.Person(number);
            var attempt = await hub.Started(person, quiz);
            await hub.Answers(person, attempt, 1, Chosen(option));
            await hub.Submits(person, attempt);
        }
        await hub.Graded(await hub.Person("E4"), quiz, 0);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var question = await hub.Scalar<long>("select id from quizzes_question where slug = 'q1'");
        var page = await browser.Page($"/studio/results/quizzes/{quiz}/questions/{question}");
        Assert.Equal(["4", "50%", "–", "–"], Stats(page));
        Assert.Equal(["Alpha Right 50% of 4", "Beta 25% of 4", "Left open 25% of 4"], page.QuerySelectorAll(".taken li").Select(l => Cells2(l)));

        // A new wording keeps the options' keys: both versions count. New options do not.
        await hub.Import(Folder(FourQuestions.Replace("en: One", "en: One!")));
        await AllRight(hub, "E5", quiz);
        page = await browser.Page($"/studio/results/quizzes/{quiz}/questions/{question}");
        Assert.Equal("One!", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("60%", Stats(page)[1]);
        Assert.Equal(["Version 2", "Version 1"], page.QuerySelectorAll("[aria-labelledby=versions] tbody th").Select(t => t.TextContent));
        await hub.Import(Folder(FourQuestions.Replace("- { id: b, text: { zh-CN: 乙, en: Beta } }\n  - id: q2", "- { id: z, text: { zh-CN: 丁, en: Zeta } }\n  - id: q2")));
        await AllRight(hub, "E6", quiz);
        Assert.Equal(["1", "100%"], Stats(await browser.Page($"/studio/results/quizzes/{quiz}/questions/{question}"))[..2]);

        static string Cells2(IElement line) => string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory, BothDatabases]
    public async Task A_manager_sees_the_marks_of_the_own_site_and_no_figure_from_which_single_people_could_be_guessed(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var south = await hub.Site("SOUTH");
        var bela = await hub.Person("B1");
        await hub.Execute("update people_person set site_id = @south where id = @bela", new { south, bela });
        await hub.Graded(bela, quiz, 1);
        for (var i = 0; i < 3; i++) await hub.Graded(await hub.Person($"A{i}"), quiz, 4);
        var manager = await hub.Person("M1");
        await hub.Grant(manager, "manager", south, null);
        using var local = await hub.SignedIn(manager);
        using var everywhere = await hub.SignedIn(await hub.Person("U1", "auditor"));
        var question = await hub.Scalar<long>("select id from quizzes_question where slug = 'q2'");

        var page = await local.Page($"/studio/results/quizzes/{quiz}");
        Assert.Equal(["1", "25%", "0%"], Stats(page)[..3]);
        Assert.DoesNotContain("Test", page.QuerySelector("[aria-labelledby=groups]")!.TextContent);
        Assert.Equal(["2", "Two", "4", "–", "–"], Cells(page.QuerySelector("#q2")!)[..5]);
        Assert.Contains("Too few attempts", (await local.Page($"/studio/results/quizzes/{quiz}/questions/{question}")).Body!.TextContent);
        Assert.Equal("75%", Cells((await everywhere.Page($"/studio/results/quizzes/{quiz}")).QuerySelector("#q2")!)[3]);

        await hub.Graded(await hub.Person("A9"), quiz, 4);
        Assert.Equal("80%", Cells((await local.Page($"/studio/results/quizzes/{quiz}")).QuerySelector("#q2")!)[3]);
        using var learner = await hub.SignedIn(bela);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync($"/studio/results/quizzes/{quiz}")).StatusCode);
    }
}
