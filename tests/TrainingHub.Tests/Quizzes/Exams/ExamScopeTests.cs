using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Exams.ExamWords;

namespace TrainingHub.Tests.Quizzes.Exams;

/// <summary>An access code opens an exam for everybody it is for, so who draws it answers for all of them; and counts are of the people one sees.</summary>
public sealed class ExamScopeTests
{
    private static async Task<(long Manager, long Person)> AtTheOtherSite(TestHub hub)
    {
        var (site, manager, person) = (await hub.Site("FAR", "Far away"), await hub.Person("M1"), await hub.Person("F1"));
        await hub.Grant(manager, "manager", site, null);
        await hub.Execute("update people_person set site_id = @site where id = @person", new { site, person });
        return (manager, person);
    }

    private static Task<Problem?> Draws(TestHub hub, long person, long? schedule) => hub.As(person, async s =>
        await s.GetRequiredService<DrawExamCode>().Handle((await s.GetRequiredService<FindExam>().Handle("tidy", schedule, default))!, default));

    [Theory, BothDatabases]
    public async Task Only_who_reaches_everybody_an_exam_is_for_draws_its_code(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, here) = (await hub.Quiz(quiz: WithCode), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var (manager, there) = await AtTheOtherSite(hub);
        var (all, theirs) = (await hub.OpenScheduleFor(quiz, trainer, here, there), await hub.OpenScheduleFor(quiz, trainer, there));
        var own = await hub.OpenScheduleFor(quiz, manager, here, there);
        Assert.StartsWith("This code opens the exam for people outside your charge too.", (await Draws(hub, manager, null))?.ToString());
        Assert.StartsWith("This code opens the exam for people outside your charge too.", (await Draws(hub, manager, all))?.ToString());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_exam_code"));
        Assert.Null(await Draws(hub, manager, theirs));
        Assert.Null(await Draws(hub, manager, own));
        foreach (var schedule in new long?[] { null, all, theirs }) Assert.Null(await Draws(hub, trainer, schedule));

        using var browser = await hub.SignedIn(manager);
        var page = await browser.Page("/studio/exams/tidy");
        Assert.NotEmpty(page.QuerySelector(".exam-code-shown")!.TextContent); // who invigilates reads it aloud
        Assert.Null(page.QuerySelector(".exam-code-card form"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Forms.Post(browser, $"/studio/exams/tidy/{theirs}", "/studio/exams/tidy?handler=Code", [])).StatusCode);
        Assert.NotNull((await browser.Page($"/studio/exams/tidy/{theirs}")).QuerySelector(".exam-code-card form"));
    }

    [Theory, BothDatabases]
    public async Task The_list_counts_the_people_one_sees(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, here) = (await hub.Quiz(quiz: Invigilated), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var (manager, there) = await AtTheOtherSite(hub);
        var schedule = await hub.OpenScheduleFor(quiz, trainer, here, there);
        await hub.Started(here, quiz);
        await hub.Started(there, quiz, schedule);
        async Task<string> Counts(long viewer)
        {
            using var browser = await hub.SignedIn(viewer);
            return string.Join(' ', (await browser.Page("/studio/exams")).QuerySelectorAll("tbody td.num").Select(t => t.TextContent));
        }
        Assert.Equal("1 1", await Counts(trainer));
        Assert.Equal("1 0", await Counts(manager)); // the scheduled one comes first
    }
}
