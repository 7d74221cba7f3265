using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

public sealed class StudioPagesTests
{
    private static Dictionary<string, string> Fields(IHtmlDocument page)
    {
        var fields = new Dictionary<string, string>();
        foreach (var element in page.QuerySelectorAll("main form [name]:not(button)"))
        {
            var name = element.GetAttribute("name")!;
            if (element is IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }) continue;
            fields[name] = element switch { IHtmlTextAreaElement area => area.Value, IHtmlSelectElement select => select.Value ?? "", _ => element.GetAttribute("value") ?? "" };
        }
        return fields;
    }

    [Theory, BothDatabases]
    public async Task The_bank_can_be_searched_and_shows_how_often_a_question_is_right(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(FourQuestions + "\n  - id: q5\n    kind: photo\n    stem: { zh-CN: 五, en: Five }\n    rubric: { zh-CN: 标准, en: Rubric }\n",
            PlainQuiz + ", draw: [{ tags: [core], count: 2 }, { tags: [scene], count: 2 }]");
        await hub.Graded(await hub.Person("E1"), quiz, 4);
        await hub.Graded(await hub.Person("E2"), quiz, 2);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var page = await browser.Page("/studio/questions?course=tidy");
        Assert.Equal(["One", "Two", "Three", "Four", "Five"], page.QuerySelectorAll("tbody th a").Select(t => t.TextContent.Trim()));
        Assert.Equal(["100% of 2", "100% of 2", "50% of 2", "50% of 2", "–"], page.QuerySelectorAll("tbody td[data-label='Right at first']").Select(t => t.TextContent.Trim()));
        Assert.Equal(["Three"], (await browser.Page("/studio/questions?course=tidy&tag=scene&kind=true-false")).QuerySelectorAll("tbody th a").Select(t => t.TextContent.Trim()));
        Assert.Equal(["Two"], (await browser.Page("/studio/questions?course=tidy&search=tw")).QuerySelectorAll("tbody th a").Select(t => t.TextContent.Trim()));
        Assert.Equal(["2 times", "2 times"], page.QuerySelectorAll("tbody td[data-label='Given']").Take(2).Select(t => t.TextContent.Trim()));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/studio/questions?course=none")).StatusCode);
        Assert.Equal("/studio/questions?course=tidy", (await browser.GetAsync("/studio/courses/tidy/questions")).Headers.Location?.ToString());
    }

    [Theory, BothDatabases]
    public async Task Results_show_only_those_the_viewer_may_see(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz();
        var (anna, bela) = (await hub.Person("A1"), await hub.Person("B1"));
        var south = await hub.Site("SOUTH");
        await hub.Execute("update people_person set site_id = @south where id = @bela", new { south, bela });
        var (hers, his) = (await hub.Graded(anna, quiz, 4), await hub.Graded(bela, quiz, 1));
        var manager = await hub.Person("M1");
        await hub.Grant(manager, "manager", south, null);
        using var local = await hub.SignedIn(manager);
        using var auditor = await hub.SignedIn(await hub.Person("U1", "auditor"));
        Assert.Equal([$"/studio/attempts/{his}"], (await local.Page("/studio/results")).QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")!));
        Assert.Equal([$"/studio/attempts/{his}", $"/studio/attempts/{hers}"], (await auditor.Page("/studio/results")).QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")!));
        Assert.Equal([$"/studio/attempts/{hers}"], (await auditor.Page($"/studio/results?quiz={quiz}&passed=yes")).QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")!));
        Assert.Empty((await auditor.Page("/studio/results?to=2001-01-01")).QuerySelectorAll("tbody a"));
        Assert.Equal(HttpStatusCode.NotFound, (await local.GetAsync($"/studio/attempts/{hers}")).StatusCode);
        Assert.Contains("25% (1 / 4)", (await local.Page($"/studio/attempts/{his}")).Body!.TextContent);
        using var learner = await hub.SignedIn(anna);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync("/studio/results")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task A_quiz_is_scheduled_on_the_page_and_what_was_typed_stays_when_it_is_refused(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var fields = Fields(await browser.Page("/studio/schedules/new"));
        fields["Form.Heading"] = "March check";
        fields["Form.OpenFor"] = "0";
        var refused = await browser.PostAsync("/studio/schedules/new", new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Equal("It must stay open for at least 5 minutes and at most 31 days.", page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal("March check", Fields(page)["Form.Heading"]);
        fields["Form.OpenFor"] = "9";
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/studio/schedules/new", new FormUrlEncodedContent(fields))).StatusCode);
        var list = await browser.Page("/studio/schedules");
        Assert.Contains("March check", list.QuerySelector("main")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/studio/schedules?handler=Cancel", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = list.QuerySelector<IHtmlInputElement>("main input[name=__RequestVerificationToken]")!.Value,
            ["schedule"] = list.QuerySelector("button[name=schedule]")!.GetAttribute("value")!,
        }))).StatusCode);
        Assert.Equal("cancelled", await hub.Scalar<string>("select state from quizzes_schedule"));
    }

    [Theory, BothDatabases]
    public async Task A_question_is_mended_in_the_browser_and_published_as_a_new_version(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var id = await hub.Scalar<long>("select id from quizzes_question where slug = 'grm-face-01'");
        var url = $"/studio/questions/{id}/edit";
        var fields = Fields(await browser.Page(url));
        fields["StemEn"] = "Whose \"face\" meets the standard: now?";
        fields["Right"] = "b";
        Assert.Equal("/studio/courses/grooming", (await browser.PostAsync(url, new FormUrlEncodedContent(fields))).Headers.Location?.ToString());
        Assert.Equal(1, await hub.Scalar<int>("select max(number) from quizzes_question_version where question_id = @id", new { id }));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync(url, new FormUrlEncodedContent(fields))).StatusCode);

        var trainer = await hub.Scalar<long>("select id from people_person where employee_number = 'T1'");
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<ICourseDrafts>().Publish("grooming", "Clearer", default)));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_question_version where number = 2"));
        var body = QuestionBody.From((await hub.Scalar<string>("select v.body from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where q.id = @id", new { id }))!);
        Assert.Equal("Whose \"face\" meets the standard: now?", body.Stem.En);
        Assert.Equal("b", QuestionForm.Of((await Bank(hub)).Single(q => q.Slug == "grm-face-01")).Right);
    }

    private static async Task<IReadOnlyList<QuestionDraft>> Bank(TestHub hub) => QuestionFile.Read((await hub.In(s => s.GetRequiredService<ICourseDrafts>().Current("grooming", default)))!.Folder, new Faults());

    [Theory, BothDatabases]
    public async Task A_half_written_question_is_refused_and_stays_on_the_form(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var id = await hub.Scalar<long>("select id from quizzes_question where slug = 'grm-face-01'");
        var url = $"/studio/questions/{id}/edit";
        var fields = Fields(await browser.Page(url));
        var more = new HtmlParser().ParseDocument(await (await browser.PostAsync(url + "?handler=AddOption", new FormUrlEncodedContent(fields))).Content.ReadAsStringAsync());
        fields = Fields(more);
        Assert.Equal("e", fields["Options[4].Id"]);
        fields["Options[4].En"] = "Nobody";
        var refused = await browser.PostAsync(url, new FormUrlEncodedContent(fields));
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Equal("Write option e in both languages.", page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal("Nobody", Fields(page)["Options[4].En"]);
        // Without its only right option the question would have no answer.
        fields.Remove("Options[4].En");
        fields["Options[0].Zh"] = fields["Options[0].En"] = "";
        page = new HtmlParser().ParseDocument(await (await browser.PostAsync(url, new FormUrlEncodedContent(fields))).Content.ReadAsStringAsync());
        Assert.StartsWith("The question can't be saved like this. No option is right", page.QuerySelector("[role=alert]")!.TextContent);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from courses_version where state = 'draft'"));
    }
}
