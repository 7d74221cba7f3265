using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Bank;

public sealed class ProposalTests
{
    private static async Task<long> Proposes(TestHub hub, long author, QuestionDraft question, long? of = null, long? earlier = null)
    {
        var basedOn = of is { } id ? (await hub.Stored(id)).VersionId : (long?)null;
        var made = await hub.As(author, s => s.GetRequiredService<ProposeQuestion>().Handle(new NewProposal(of, 1, basedOn, question, "Because", earlier), default));
        return made.Problem is null ? made.Value : throw new InvalidOperationException(made.Problem.ToString());
    }

    private static Task<Outcome<long>> Accepts(TestHub hub, long reviewer, long proposal) => hub.As(reviewer, s => s.GetRequiredService<DecideProposal>().Accept(proposal, null, default));

    private static Task<Problem?> SendsBack(TestHub hub, long reviewer, long proposal, string words) => hub.As(reviewer, s => s.GetRequiredService<DecideProposal>().SendBack(proposal, words, default));

    private static QuestionDraft Saying(QuestionDraft question, string english) => question with { Body = question.Body with { Stem = question.Body.Stem with { En = english } } };

    [Theory, BothDatabases]
    public async Task A_new_question_waits_for_a_yes_and_is_drawn_only_then(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: "questions: 4, passMark: 75, draw: [{ tags: [core], count: 2 }, { tags: [scene], count: 2 }]");
        var (author, trainer, person) = (await hub.Person("A1", "author"), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var proposal = await Proposes(hub, author, BankSteps.Draft("new", "新", "New", null, "core"));
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from quizzes_question"));
        Assert.Equal([1L, 2, 3, 4], await hub.Asked(await hub.Graded(person, quiz, 0)));
        var accepted = await Accepts(hub, trainer, proposal);
        Assert.Null(accepted.Problem);
        Assert.Equal("conflict", (await Accepts(hub, trainer, proposal)).Problem?.Code);
        Assert.Equal(("bank", 1L), ((await hub.Stored(accepted.Value)).Origin, (await hub.Stored(accepted.Value)).CourseId));
        Assert.Contains(accepted.Value, await hub.Asked(await hub.Graded(person, quiz, 0)));
        using var browser = await hub.SignedIn(author);
        Assert.Contains("Accepted", (await browser.Sees("/studio/questions/proposals")).QuerySelector("section[aria-labelledby=own]")!.TextContent);
        await browser.Sees($"/studio/questions/proposals/{proposal}");
    }

    [Theory, BothDatabases]
    public async Task Nobody_accepts_his_own_proposal_unless_nobody_else_could(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var trainer = await hub.Person("T1", "trainer");
        var first = await Proposes(hub, trainer, BankSteps.Draft("one", "一", "One more"));
        Assert.Null((await Accepts(hub, trainer, first)).Problem);
        var other = await hub.Person("T2", "trainer");
        var second = await Proposes(hub, trainer, BankSteps.Draft("two", "二", "Two more"));
        Assert.Equal("You proposed this yourself; somebody else must decide.", (await Accepts(hub, trainer, second)).Problem?.ToString());
        Assert.Null((await Accepts(hub, other, second)).Problem);
    }

    [Theory, BothDatabases]
    public async Task Of_two_proposals_for_one_question_the_second_is_not_lost_and_overwrites_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var (author, trainer) = (await hub.Person("A1", "author"), await hub.Person("T1", "trainer"));
        var id = await hub.Adds(BankSteps.Draft("wash", "洗手", "Wash"));
        var was = (await hub.Stored(id)).Draft;
        var (first, second) = (await Proposes(hub, author, Saying(was, "Wash hands"), id), await Proposes(hub, author, was with { Difficulty = 3 }, id));
        Assert.Null((await Accepts(hub, trainer, first)).Problem);
        Assert.Equal("conflict", (await Accepts(hub, trainer, second)).Problem?.Code);
        using var browser = await hub.SignedIn(trainer);
        var page = await browser.Sees($"/studio/questions/proposals/{second}");
        Assert.Contains("Wash hands", page.QuerySelector("section[aria-labelledby=meanwhile]")!.TextContent);
        Assert.Contains("Difficulty", page.QuerySelector("section[aria-labelledby=changes]")!.TextContent);
        Assert.Equal(("Wash hands", 1), ((await hub.Stored(id)).Draft.Body.Stem.En, (await hub.Stored(id)).Draft.Difficulty));

        Assert.Equal("refused", (await SendsBack(hub, trainer, second, " "))?.Code);
        Assert.Null(await SendsBack(hub, trainer, second, "Upon the new words, please"));
        using var writer = await hub.SignedIn(author);
        Assert.Contains("Upon the new words, please", (await writer.Sees($"/studio/questions/proposals/{second}")).Body!.TextContent);
        await writer.Sees($"/studio/questions/{id}/edit?earlier={second}");
        var third = await Proposes(hub, author, Saying(was, "Wash hands") with { Difficulty = 3 }, id, second);
        Assert.Null((await Accepts(hub, trainer, third)).Problem);
        Assert.Equal(("Wash hands", 3), ((await hub.Stored(id)).Draft.Body.Stem.En, (await hub.Stored(id)).Draft.Difficulty));
        Assert.Equal(3, await hub.Scalar<long>("select count(*) from quizzes_proposal"));
    }

    [Theory, BothDatabases]
    public async Task A_change_to_what_a_course_keeps_in_its_file_is_published_or_waits_in_the_draft_that_is_there(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var (author, trainer) = (await hub.Person("A1", "author"), await hub.Person("T1", "trainer"));
        var ids = await hub.Rows<long>("select q.id from quizzes_question q join v_course c on c.id = q.course_id where c.slug = 'grooming' order by q.id limit 2");
        var was = (await hub.Stored(ids[0])).Draft;
        var accepted = await Accepts(hub, trainer, await Proposes(hub, author, Saying(was, "Said better"), ids[0]));
        Assert.True(accepted.Problem is null, accepted.Problem?.ToString());
        Assert.Equal("Said better", (await hub.Stored(ids[0])).Draft.Body.Stem.En);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from courses_version where state = 'draft'"));

        var edited = (await hub.Stored(ids[0])).Draft;
        var stamp = await hub.In(async s => (await s.GetRequiredService<Modules.Courses.Contracts.ICourseDrafts>().Current("grooming", default))!.Stamp(QuestionFile.Name));
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<EditQuestion>().Handle("grooming", Saying(edited, "Half done"), stamp, default)));
        var other = (await hub.Stored(ids[1])).Draft;
        Assert.Null((await Accepts(hub, trainer, await Proposes(hub, author, Saying(other, "Also better"), ids[1]))).Problem);
        Assert.NotEqual("Also better", (await hub.Stored(ids[1])).Draft.Body.Stem.En);
        Assert.Equal("conflict", (await Accepts(hub, trainer, await Proposes(hub, author, Saying(edited, "Against the draft"), ids[0]))).Problem?.Code);
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<Modules.Courses.Contracts.ICourseDrafts>().Publish("grooming", "Both", default)));
        Assert.Equal(("Half done", "Also better"), ((await hub.Stored(ids[0])).Draft.Body.Stem.En, (await hub.Stored(ids[1])).Draft.Body.Stem.En));
    }

    [Fact]
    public async Task An_author_proposes_on_the_pages_sees_only_his_own_and_changes_nothing_himself()
    {
        await using var hub = await TestHub.Start();
        await hub.Quiz();
        var (author, trainer) = (await hub.Person("A1", "author"), await hub.Person("T1", "trainer"));
        var id = await hub.Adds(BankSteps.Draft("wash", "洗手", "Wash"));
        using var browser = await hub.SignedIn(author);
        var page = await browser.Sees($"/studio/questions/{id}/edit");
        Dictionary<string, string> fields = new()
        {
            ["StemZh"] = "洗手吗", ["StemEn"] = "Wash?", ["Marks"] = "1", ["Difficulty"] = "1", ["Right"] = "true", ["Options[0].Id"] = "true", ["Options[1].Id"] = "false", ["note"] = "Clearer",
            ["stamp"] = page.QuerySelector("main [name=stamp]")!.GetAttribute("value")!, ["basedOn"] = page.QuerySelector("main [name=basedOn]")!.GetAttribute("value")!,
        };
        var url = $"/studio/questions/{id}/edit";
        Assert.NotEqual("Wash?", (await hub.Stored(id)).Draft.Body.Stem.En);
        var denied = await Forms.Post(browser, url, url, fields);
        Assert.Equal("Wash", (await hub.Stored(id)).Draft.Body.Stem.En);
        Assert.NotEqual($"/studio/questions/{id}", denied.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Forms.Post(browser, url, url, new(fields) { ["proposed"] = "true", ["note"] = "" })).StatusCode);
        var made = (await Forms.Post(browser, url, url, new(fields) { ["proposed"] = "true" })).Headers.Location!.ToString();
        Assert.Contains("Clearer", (await browser.Sees(made)).Body!.TextContent);
        Assert.NotEqual(HttpStatusCode.OK, (await Forms.Post(browser, made, made + "?handler=Accept", [])).StatusCode);
        Assert.Equal("waiting", await hub.Scalar<string>("select state from quizzes_proposal"));
        using var stranger = await hub.SignedIn(await hub.Person("A2", "author"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(made)).StatusCode);
        using var reviewer = await hub.SignedIn(trainer);
        Assert.Equal(["Wash?"], (await reviewer.Sees("/studio/questions/proposals")).QuerySelectorAll("section[aria-labelledby=waiting] tbody th").Select(t => t.TextContent.Trim()));
        Assert.Equal(["Wash"], (await reviewer.Sees("/studio/questions?state=proposed")).Stems());
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(reviewer, made, made + "?handler=Accept", [])).StatusCode);
        Assert.Equal("Wash?", (await hub.Stored(id)).Draft.Body.Stem.En);
    }

    [Theory, BothDatabases]
    public async Task A_change_made_while_the_form_was_open_is_noticed_and_what_was_typed_is_kept(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var id = await hub.Adds(BankSteps.Draft("wash", "洗手", "Wash", "Kitchen"));
        using var author = await hub.SignedIn(await hub.Person("A1", "author"));
        using var trainer = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var url = $"/studio/questions/{id}/edit";
        async Task<Dictionary<string, string>> Opens(HttpClient browser, string english, string category = "Kitchen")
        {
            var page = await browser.Sees(url);
            return new()
            {
                ["StemZh"] = "洗手", ["StemEn"] = english, ["Marks"] = "1", ["Difficulty"] = "1", ["Category"] = category, ["Right"] = "true", ["Options[0].Id"] = "true", ["Options[1].Id"] = "false", ["note"] = "Clearer",
                ["stamp"] = page.QuerySelector("main [name=stamp]")!.GetAttribute("value")!, ["basedOn"] = page.QuerySelector("main [name=basedOn]")!.GetAttribute("value")!,
            };
        }
        var (proposed, saved, moved) = (await Opens(author, "Proposed"), await Opens(trainer, "Saved late"), await Opens(trainer, "Wash", "Hall"));
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(trainer, url, url, moved)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Forms.Post(trainer, url, url, saved)).StatusCode);
        Assert.Equal("Hall", (await hub.Stored(id)).Draft.Category);
        Assert.Equal(HttpStatusCode.Redirect, (await Forms.Post(trainer, url, url, await Opens(trainer, "Saved", "Hall"))).StatusCode);
        var refused = await Forms.Post(author, url, url, new(proposed) { ["proposed"] = "true" });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Proposed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((0, "Saved"), (await hub.Scalar<int>("select count(*) from quizzes_proposal"), (await hub.Stored(id)).Draft.Body.Stem.En));
    }
}
