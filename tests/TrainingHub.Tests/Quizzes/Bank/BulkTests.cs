using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Bank;

public sealed class BulkTests
{
    private static async Task<string> Stamp(TestHub hub, params long[] ids) => StoredQuestions.Stamp(await hub.In(s => s.GetRequiredService<StoredQuestions>().Of(ids, default)));

    private static Task<Outcome<int>> Change(TestHub hub, long trainer, long[] ids, BulkChange change, string stamp) =>
        hub.As(trainer, s => s.GetRequiredService<ChangeQuestions>().Handle(ids, change, stamp, default));

    [Theory, BothDatabases]
    public async Task Many_questions_change_at_once_each_as_a_new_version_with_one_audit_entry_and_the_second_of_two_people_is_told(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var trainer = await hub.Person("T1", "trainer");
        var ids = new[] { await hub.Adds(BankSteps.Draft("a", "甲", "Alpha", "Old", "core", "old")), await hub.Adds(BankSteps.Draft("b", "乙", "Beta", null, "fresh")) };
        var seen = await Stamp(hub, ids);
        var change = new BulkChange { NewDifficulty = 3, NewCategory = " Kitchen / Hot ", AddTags = "fresh, core", RemoveTags = "old" };
        Assert.Equal(2, (await Change(hub, trainer, ids, change, seen)).Value);
        foreach (var id in ids)
        {
            var after = await hub.Stored(id);
            Assert.Equal((3, "Kitchen/Hot", "core, fresh"), (after.Draft.Difficulty, after.Draft.Category, TagList.Write(after.Draft.Tags.Order(StringComparer.Ordinal))));
            Assert.Equal(2, await hub.Scalar<int>("select max(number) from quizzes_question_version where question_id = @id", new { id }));
        }
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'quizzes.questions-changed'"));
        Assert.Equal("conflict", (await Change(hub, trainer, ids, new BulkChange { NewDifficulty = 1 }, seen)).Problem?.Code);
        Assert.Equal(3, (await hub.Stored(ids[0])).Draft.Difficulty);
        Assert.Equal("refused", (await Change(hub, trainer, ids, new BulkChange(), await Stamp(hub, ids))).Problem?.Code);
    }

    [Theory, BothDatabases]
    public async Task What_can_not_be_done_for_one_is_done_for_none(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Quiz();
        var trainer = await hub.Person("T1", "trainer");
        var free = await hub.Adds(BankSteps.Draft("free", "甲", "Free"), course: 0);
        var taken = await hub.Adds(BankSteps.Draft("q1", "乙", "Same id as a question of the course"), course: 0);
        var (file, move) = (1L, new BulkChange { MoveTo = "tidy" });
        Assert.Equal("The course has a question q1 already.", (await Change(hub, trainer, [free, taken], move, await Stamp(hub, free, taken))).Problem?.ToString());
        Assert.Equal(0, (await hub.Stored(free)).CourseId);
        Assert.Equal("The question q1 is kept in its course's questions.yaml; it can't be moved from here.", (await Change(hub, trainer, [file], new BulkChange { MoveTo = "-" }, await Stamp(hub, file))).Problem?.ToString());
        Assert.Contains("would have too few questions: 2 fewer", (await Change(hub, trainer, [1, 2, free], new BulkChange { Retire = true, Reason = "Old" }, await Stamp(hub, 1, 2, free))).Problem?.ToString());
        Assert.False((await hub.Stored(free)).IsRetired);
        Assert.Equal(1, (await Change(hub, trainer, [free], move, await Stamp(hub, free))).Value);
        Assert.Equal(1, (await hub.Stored(free)).CourseId);
        Assert.StartsWith("The course of the question free has no clause", (await Change(hub, trainer, [free], new BulkChange { NewClause = "Z-99" }, await Stamp(hub, free))).Problem?.ToString());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_question where retired_at is not null"));
    }

    [Theory, BothDatabases]
    public async Task What_a_course_keeps_in_its_file_changes_in_its_draft(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var trainer = await hub.Person("T1", "trainer");
        var ids = (await hub.Rows<long>("select q.id from quizzes_question q join v_course c on c.id = q.course_id where c.slug = 'grooming' order by q.id limit 3")).ToArray();
        using var browser = await hub.SignedIn(trainer);
        var query = string.Join('&', ids.Select(id => $"question={id}")) + "&AddTags=wet&NewCategory=Looks";
        var preview = await browser.Sees($"/studio/questions/bulk?{query}");
        Assert.Contains("3 of 3 questions change", preview.Body!.TextContent);
        Assert.Contains("3 of them are kept in a course's questions.yaml", preview.Body.TextContent);
        Assert.Equal(3, (await Change(hub, trainer, ids, new BulkChange { AddTags = "wet", NewCategory = "Looks" }, await Stamp(hub, ids))).Value);
        Assert.DoesNotContain("wet", (await hub.Stored(ids[0])).Draft.Tags);
        var draft = (await hub.In(s => s.GetRequiredService<ICourseDrafts>().Current("grooming", default)))!;
        Assert.Equal(3, QuestionFile.Read(draft.Folder, new Faults()).Count(q => q.Category == "Looks" && q.Tags.Contains("wet")));
        Assert.Null(await hub.As(trainer, s => s.GetRequiredService<ICourseDrafts>().Publish("grooming", "Tags", default)));
        Assert.Contains("wet", (await hub.Stored(ids[0])).Draft.Tags);
        Assert.Equal("Looks", (await hub.Stored(ids[0])).Draft.Category);
    }

    [Fact]
    public async Task All_that_fit_the_filters_are_changed_on_the_page_and_a_learner_or_author_may_not()
    {
        await using var hub = await TestHub.Start();
        await hub.Quiz();
        for (var i = 0; i < 60; i++) await hub.Adds(BankSteps.Draft($"w{i}", $"甲{i}", $"Word {i}", null, "many"), course: 0);
        using var browser = await hub.SignedIn(await hub.Person("T1", "trainer"));
        var list = await browser.Sees("/studio/questions?tag=many");
        Assert.Equal(50, list.Stems().Count());
        Assert.Equal(10, (await browser.Sees("/studio/questions?tag=many&at=2")).Stems().Count());
        const string page = "/studio/questions/bulk?tag=many&all=true&NewDifficulty=3";
        var stamp = (await browser.Sees(page)).QuerySelector("main [name=stamp]")!.GetAttribute("value")!;
        Dictionary<string, string> fields = new() { ["tag"] = "many", ["all"] = "true", ["NewDifficulty"] = "3", ["stamp"] = stamp };
        Assert.Equal("/studio/questions?tag=many", (await Forms.Post(browser, page, "/studio/questions/bulk", fields)).Headers.Location?.ToString());
        Assert.Equal(60, await hub.Scalar<long>("select count(*) from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where v.difficulty = 3"));
        Assert.Equal(HttpStatusCode.Conflict, (await Forms.Post(browser, page, "/studio/questions/bulk", fields)).StatusCode);
        using var author = await hub.SignedIn(await hub.Person("A1", "author"));
        Assert.NotEqual(HttpStatusCode.OK, (await author.GetAsync(page)).StatusCode);
        Assert.Null((await author.Sees("/studio/questions")).QuerySelector("main input[name=question]"));
    }
}
