using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Regrading;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Regrading;

/// <summary>Who may mark anew what counts everywhere, and who sees what of it.</summary>
public sealed class RegradeScopeTests
{
    private static Task<long> Question(TestHub hub, string slug) => hub.Scalar<long>("select id from quizzes_question where slug = @slug", new { slug });

    private static async Task<long> Regraded(TestHub hub, long trainer, string slug, string kind)
    {
        var question = await Question(hub, slug);
        var begun = await hub.As(trainer, s => s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(question, kind, null, "The key was wrong"), default));
        Assert.Null(begun.Problem);
        Assert.Equal("ok", (await hub.RunJob(QueueJobs.IdOf(Queues.General))).Outcome);
        return begun.Value;
    }

    [Theory, BothDatabases]
    public async Task A_trainer_of_one_site_is_told_who_may_and_changes_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Graded(await hub.Person("E1"), await hub.Quiz(), 2);
        var (local, question) = (await hub.Person("T2"), await Question(hub, "q3"));
        await hub.Grant(local, "trainer", await hub.Site("FAR", "Far away"), null);
        var begun = await hub.As(local, s => s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(question, RegradePlan.VoidFull, null, "The key was wrong"), default));
        Assert.StartsWith("This changes marks at every site", begun.Problem?.ToString());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_regrade") + await hub.Scalar<long>("select count(*) from quizzes_question_version where voided_at is not null"));
        using var browser = await hub.SignedIn(local);
        var page = await browser.Page($"/studio/regrades/new?question={question}&kind={RegradePlan.VoidFull}");
        Assert.Contains("only somebody responsible for all sites", page.QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main form"));
    }

    [Theory, BothDatabases]
    public async Task Lists_and_counts_are_of_the_people_one_sees(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, here, there) = (await hub.Quiz(), await hub.Person("T1", "trainer"), await hub.Person("E1"), await hub.Person("E2"));
        var site = await hub.Site("FAR", "Far away");
        await hub.Execute("update people_person set site_id = @site where id = @there", new { site, there });
        foreach (var person in new[] { here, there }) await hub.Graded(person, quiz, 2);
        await hub.Graded(await hub.Person("E3"), quiz, 2);
        var regrade = await Regraded(hub, trainer, "q3", RegradePlan.VoidFull);
        var local = await hub.Person("H1");
        await hub.Grant(local, "hr", site, null);
        async Task<(string Listed, string Counted, string Names)> Sees(long viewer)
        {
            using var browser = await hub.SignedIn(viewer);
            var (list, page) = (await browser.Page("/studio/regrades"), await browser.Page($"/studio/regrades/{regrade}"));
            return (list.QuerySelectorAll("tbody td.num")[0].TextContent, string.Join(' ', page.QuerySelectorAll(".tile .stat").Select(t => t.TextContent)), string.Join(' ', page.QuerySelectorAll("tbody th").Select(t => t.TextContent.Trim())));
        }
        Assert.Equal(("3", "3 3 3 0", "测试 E1 测试 E2 测试 E3"), await Sees(trainer));
        Assert.Equal(("1", "1 1 1 0", "测试 E2"), await Sees(local));
    }

    [Theory, BothDatabases]
    public async Task Where_a_quiz_then_draws_more_than_there_is_the_preview_and_the_result_say_so(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer) = (await hub.Quiz(), await hub.Person("T1", "trainer"));
        await hub.Graded(await hub.Person("E1"), quiz, 2);
        using var browser = await hub.SignedIn(trainer);
        const string sentence = "Without this question these quizzes have too few to draw from: Tidiness (1 missing).";
        async Task<bool> Says(string url) => (await browser.Page(url)).QuerySelector("main")!.TextContent.Contains(sentence, StringComparison.Ordinal);
        var question = await Question(hub, "q3");
        Assert.True(await Says($"/studio/regrades/new?question={question}&kind={RegradePlan.VoidRemoved}"));
        var regrade = await Regraded(hub, trainer, "q3", RegradePlan.VoidRemoved);
        Assert.True(await Says($"/studio/regrades/{regrade}"));
        await hub.Import(Folder(FourQuestions, "questions: 3, passMark: 75"));
        Assert.False(await Says($"/studio/regrades/{regrade}"));
        var spare = await Question(hub, "q1");
        await hub.Import(Folder(FourQuestions, "questions: 2, passMark: 75"));
        Assert.False(await Says($"/studio/regrades/new?question={spare}&kind={RegradePlan.VoidRemoved}"));
    }
}
