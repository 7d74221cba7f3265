using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exchange;
using TrainingHub.Tests.Quizzes.Bank;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Exchange;

/// <summary>What is in the bank already is not taken from quizzes and not overwritten by an import; what is left alone is told with its reason.</summary>
public sealed class ImportMeanwhileTests
{
    private static Task<ImportPlan> Plan(TestHub hub, string gift, long course = 1) => hub.In(s => s.GetRequiredService<PlanItems>().Handle(GiftReader.Read(gift), new ImportTarget(course, null, null), default));

    private static Task<ImportPlan> Apply(TestHub hub, ImportPlan plan, long course = 1) => hub.In(s => s.GetRequiredService<ImportItems>().Handle(plan, course, null, default));

    private static async Task Imports(TestHub hub, string gift)
    {
        var done = await Apply(hub, await Plan(hub, gift));
        Assert.Empty(done.Faults);
    }

    private static string Tagged(params string[] tags) => string.Join("\n\n", tags.Select((t, i) => $"// [id:w{i + 1}] {(t.Length == 0 ? "" : $"[tag:{t}]")}\nWet {i + 1} {{T}}"));

    private static async Task Edits(TestHub hub, string slug, string english)
    {
        var id = await hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug });
        var was = (await hub.Stored(id)).Draft;
        Assert.Null(await hub.In(s => s.GetRequiredService<EditStoredQuestion>().Handle(id, was with { Body = was.Body with { Stem = was.Body.Stem with { En = english } } }, was.Stamp(), default)));
    }

    private static Task<string?> Said(TestHub hub, string slug) => hub.Scalar<string>("select v.body from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where q.slug = @slug", new { slug });

    [Theory, BothDatabases]
    public async Task A_change_by_which_a_quiz_would_have_too_few_questions_is_a_fault_and_the_others_are_imported(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        await Imports(hub, Tagged("wet", "wet", "wet"));
        await hub.Import(Folder(FourQuestions, "passMark: 75, questions: 2, bank: true, draw: [{ tags: [wet], count: 2 }]"));

        var plan = await Plan(hub, Tagged("dry", "dry", "dry"));
        Assert.Equal(2, plan.Faults.Count);
        Assert.All(plan.Faults, f => Assert.Contains("would have too few questions", f.What.ToString(), StringComparison.Ordinal));
        Assert.Equal(1, plan.Count(ItemState.Changed));
        await Apply(hub, plan);
        Assert.Equal(["dry", "wet", "wet"], await hub.Rows<string>("select t.tag from quizzes_question q join quizzes_question_tag t on t.question_version_id = q.current_version_id where q.slug like 'w%' order by t.tag"));

        // New ones in their place make room, wherever they stand in the file.
        var swapped = await Plan(hub, Tagged("dry", "dry", "dry", "wet", "wet"));
        Assert.Empty(swapped.Faults);
        Assert.Empty((await Apply(hub, swapped)).Faults);
    }

    [Theory, BothDatabases]
    public async Task Where_the_bank_shrinks_between_plan_and_import_the_change_is_left_out(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        await Imports(hub, Tagged("wet", "wet", "wet", "wet"));
        await hub.Import(Folder(FourQuestions, "passMark: 75, questions: 2, bank: true, draw: [{ tags: [wet], count: 2 }]"));
        var plan = await Plan(hub, Tagged("dry", "dry", "wet"));
        Assert.Empty(plan.Faults);
        Assert.Null(await hub.Retires(await hub.Person("T1", "trainer"), await hub.Scalar<long>("select id from quizzes_question where slug = 'w4'")));
        var done = await Apply(hub, plan);
        Assert.Contains("would have too few questions: 1 fewer", Assert.Single(done.Faults).What.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, done.Count(ItemState.Changed));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from quizzes_question q join quizzes_question_tag t on t.question_version_id = q.current_version_id where q.retired_at is null and t.tag = 'wet'"));
    }

    [Theory, BothDatabases]
    public async Task What_somebody_changed_or_added_since_the_plan_is_not_overwritten(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        await Imports(hub, Tagged("wet", "wet", "wet"));
        var plan = await Plan(hub, Tagged("dry", "dry", "dry", "new"));
        await Edits(hub, "w1", "By hand");
        await hub.Execute("update quizzes_question set category = 'Moved' where slug = 'w2'");
        await hub.Adds(BankSteps.Draft("w4", "四", "Somebody else's"));
        var done = await Apply(hub, plan);
        Assert.Equal(["Wet 1", "Wet 2", "Wet 4"], done.Faults.Select(f => f.Item!).Order());
        Assert.Equal([1, 4, 10], done.Faults.Select(f => f.Line - 1).Order());
        Assert.All(done.Faults, f => Assert.Contains("was not overwritten", f.What.ToString(), StringComparison.Ordinal));
        Assert.Contains("By hand", await Said(hub, "w1"), StringComparison.Ordinal);
        Assert.Contains("Somebody else's", (await Said(hub, "w4"))!.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["dry", "wet", "wet"], await hub.Rows<string>("select t.tag from quizzes_question q join quizzes_question_tag t on t.question_version_id = q.current_version_id where q.slug like 'w%' order by t.tag"));
    }

    [Fact]
    public async Task What_changed_since_the_preview_was_shown_is_left_alone_and_listed_afterwards()
    {
        await using var hub = await TestHub.Start();
        await hub.Quiz();
        await Imports(hub, Tagged("wet", "wet"));
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var form = new HtmlParser().ParseDocument(await browser.GetStringAsync("/studio/questions/import?course=tidy"));
        using var content = new MultipartFormDataContent
        {
            { new StringContent(form.QuerySelector("main [name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent("tidy"), "Course" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Tagged("dry", "dry", "dry"))), "file", "questions.gift" },
        };
        var url = (await browser.PostAsync("/studio/questions/import", content)).Headers.Location!.ToString();
        var seen = (await browser.Sees(url)).QuerySelector("main [name=seen]")!.GetAttribute("value")!;
        await Edits(hub, "w2", "By hand");
        Assert.Equal(HttpStatusCode.Found, (await Forms.Post(browser, url, url, new() { ["seen"] = seen })).StatusCode);
        var page = await browser.Sees(url);
        Assert.Equal(["2Wet 2"], page.QuerySelectorAll("section[aria-labelledby=left] tbody tr").Select(r => $"{r.Children.Length - 1}{r.Children[1].TextContent}"));
        Assert.Contains("1 new, 1 changed", page.QuerySelector(".alert-success")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("By hand", await Said(hub, "w2"), StringComparison.Ordinal);
    }
}
