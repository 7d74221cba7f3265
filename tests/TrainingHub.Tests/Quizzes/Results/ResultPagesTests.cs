using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Results;

public sealed class ResultPagesTests
{
    private static async Task<Dictionary<string, string>> Form(HttpClient browser, string url) =>
        new() { ["__RequestVerificationToken"] = (await browser.Page(url)).QuerySelector<IHtmlInputElement>("main form[method=post] input[name=__RequestVerificationToken]")!.Value };

    [Theory, BothDatabases]
    public async Task Results_of_a_person_and_as_CSV_are_those_in_the_viewers_charge(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var south = await hub.Site("SOUTH");
        var (anna, bela, manager) = (await hub.Person("A1"), await hub.Person("B1"), await hub.Person("M1"));
        await hub.Execute("update people_person set site_id = @south where id = @bela", new { south, bela });
        await hub.Graded(anna, quiz, 4);
        await hub.Graded(bela, quiz, 1);
        await hub.Graded(bela, quiz, 3);
        await hub.Grant(manager, "manager", south, null);
        using var local = await hub.SignedIn(manager);
        Assert.Equal(HttpStatusCode.NotFound, (await local.GetAsync($"/studio/results/people/{anna}")).StatusCode);
        var page = await local.Page($"/studio/results/people/{bela}");
        Assert.Equal(["Attempt 2", "Attempt 1"], page.QuerySelectorAll("tbody th").Select(t => t.TextContent.Trim()));
        Assert.Equal(["75%", "25%"], page.QuerySelectorAll("tbody td.num").Select(t => t.TextContent.Trim()));

        var lines = (await local.GetStringAsync("/studio/results/results.csv")).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("Employee number,Name,Site,Quiz,Attempt,", lines[0]);
        Assert.StartsWith("B1,测试 B1,Site SOUTH,Tidiness,2,en,", lines[1]);
        Assert.EndsWith(",3,4,75,Yes", lines[1]);
        Assert.Single((await local.GetStringAsync($"/studio/results/results.csv?passed=no&quiz={quiz}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1));
        using var learner = await hub.SignedIn(anna);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync("/studio/results/results.csv")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_poor_question_opens_a_note_once_which_is_closed_with_what_was_done(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: PlainQuiz.Replace("75", "80"));
        for (var i = 0; i < 29; i++) await hub.Graded(await hub.Person($"E{i}"), quiz, i % 2 == 0 ? 1 : 3);
        await hub.RunJob("quizzes.review-notes");
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_review_note"));
        await hub.Graded(await hub.Person("E29"), quiz, 1);
        await hub.RunJob("quizzes.review-notes");
        await hub.RunJob("quizzes.review-notes");
        // The first was right for everybody, the last for nobody; the two between tell apart.
        Assert.Equal(["q1 too-easy", "q4 too-hard"], await hub.Rows<string>(
            "select q.slug || ' ' || n.verdict from quizzes_review_note n join quizzes_question_version v on v.id = n.question_version_id join quizzes_question q on q.id = v.question_id order by q.slug"));

        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        Assert.Equal(2, (await browser.Page("/studio/review-notes")).QuerySelectorAll("article").Length);
        var form = await Form(browser, "/studio/review-notes");
        form["note"] = $"{await hub.Scalar<long>("select min(id) from quizzes_review_note")}";
        form["words"] = " ";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/studio/review-notes", new FormUrlEncodedContent(form))).StatusCode);
        form["words"] = "It stays: everybody must know this.";
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/studio/review-notes", new FormUrlEncodedContent(form))).StatusCode);
        Assert.Single((await browser.Page("/studio/review-notes")).QuerySelectorAll("article"));
        Assert.Contains("It stays", (await browser.Page("/studio/review-notes?show=answered")).QuerySelector("article")!.TextContent);
        await hub.RunJob("quizzes.review-notes");
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_review_note where answered_at is null"));
    }

    [Theory, BothDatabases]
    public async Task A_question_is_voided_on_the_pages_after_a_look_at_who_changes(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var (two, all) = (await hub.Graded(await hub.Person("A1"), quiz, 2), await hub.Graded(await hub.Person("B1"), quiz, 3));
        var question = await hub.Scalar<long>("select id from quizzes_question where slug = 'q3'");
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        Assert.NotNull((await browser.Page($"/studio/results/quizzes/{quiz}/questions/{question}")).QuerySelector($"a[href='/studio/regrades/new?question={question}']"));
        Assert.Contains("No earlier version", (await browser.Page($"/studio/regrades/new?question={question}&kind=key")).QuerySelector("[role=alert]")!.TextContent);
        var url = $"/studio/regrades/new?question={question}&kind=void-removed";
        var preview = await browser.Page(url);
        Assert.Equal(["2", "2", "0", "1"], preview.QuerySelectorAll(".tile .stat").Select(s => s.TextContent.Trim()));
        Assert.Equal($"/studio/attempts/{all}", preview.QuerySelector("tbody a")!.GetAttribute("href"));
        var form = await Form(browser, url);
        (form["question"], form["kind"], form["reason"]) = ($"{question}", "void-removed", "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/studio/regrades/new", new FormUrlEncodedContent(form))).StatusCode);
        form["reason"] = "Two answers are right";
        var begun = await browser.PostAsync("/studio/regrades/new", new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        Assert.Contains("Under way", (await browser.Page(begun.Headers.Location!.ToString())).Body!.TextContent);
        await hub.RunJob(QueueJobs.IdOf(Queues.General));
        using var hr = await hub.SignedIn(await hub.Person("H1", "hr"));
        var done = await hr.Page(begun.Headers.Location!.ToString());
        Assert.Contains("Two answers are right", done.Body!.TextContent);
        Assert.Contains("No certificate was revoked", done.Body!.TextContent);
        Assert.Equal(["2 / 3"], done.QuerySelectorAll("tbody tr:first-child [data-label='Mark after']").Select(c => c.TextContent.Trim()));
        Assert.Single((await hr.Page("/studio/regrades")).QuerySelectorAll("tbody tr"));
        Assert.Contains("Void: the question was faulty", (await hr.Page($"/studio/attempts/{two}")).Body!.TextContent);
        Assert.NotEqual(HttpStatusCode.OK, (await hr.GetAsync(url)).StatusCode);
        using var learner = await hub.SignedIn(await hub.Scalar<long>("select id from people_person where employee_number = 'A1'"));
        Assert.Contains("Void: the question was faulty", (await learner.Page($"/learn/attempts/{two}")).Body!.TextContent);
    }
}
