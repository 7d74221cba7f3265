using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Courses.Studio;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses.Remarks;

/// <summary>A translation that was made from an older text is noticed, wherever the text was changed.</summary>
public sealed class TranslationStampTests
{
    private const string English = "lessons/02-how.en.md"; // the source
    private const string Chinese = "lessons/02-how.zh-CN.md";

    private static List<string> Stale(SampleCourse course) => course.Remarks("translation");

    [Fact]
    public void A_course_without_stamps_is_told_once() =>
        Assert.StartsWith("washing/translations.yaml: remark (translation): Nothing says which texts the translations were made from.", Assert.Single(Stale(new SampleCourse())), StringComparison.Ordinal);

    [Fact]
    public void A_stamped_course_is_in_order() => Assert.Empty(Stale(new SampleCourse().Stamped()));

    [Fact]
    public void A_changed_source_makes_its_translation_stale() => Assert.Equal(
        [$"washing/{Chinese}: remark (translation): The English was changed after the Chinese had been made from it. Bring the Chinese in line, then run `content check --stamp`."],
        Stale(new SampleCourse().Stamped().Replacing(English, "Twenty", "Thirty")));

    [Fact]
    public void The_title_belongs_to_the_text() => Assert.Single(Stale(new SampleCourse().Stamped().Replacing(English, "title: How", "title: How to")));

    [Fact]
    public void A_better_translation_makes_nothing_stale() => Assert.Empty(Stale(new SampleCourse().Stamped().Replacing(Chinese, "二十秒", "二十秒钟")));

    [Fact]
    public void Spaces_at_the_end_and_another_number_are_no_other_text()
    {
        var course = new SampleCourse().Stamped().Replacing(English, "Twenty seconds.\n", "Twenty seconds.  \n\n");
        foreach (var path in (string[])[English, Chinese])
        {
            course.Files[path.Replace("02-", "01-", StringComparison.Ordinal)] = course.Files[path];
            course.Files.Remove(path);
        }
        foreach (var path in (string[])["lessons/01-why.en.md", "lessons/01-why.zh-CN.md"])
        {
            course.Files[path.Replace("01-", "02-", StringComparison.Ordinal)] = course.Files[path];
            course.Files.Remove(path);
        }
        Assert.Empty(Stale(course));
    }

    [Fact]
    public void Each_text_of_a_yaml_file_is_named_by_its_id_and_found_wherever_it_moves()
    {
        const string second = "  - id: WSH-02\n    trades: [all]\n    title: { zh-CN: 肥皂, en: Soap }\n    text: { zh-CN: 用肥皂。, en: Use soap. }\n";
        var course = new SampleCourse();
        var first = course["module.yaml"];
        course["module.yaml"] += second;
        course.Stamped();
        course["module.yaml"] = first.Replace("clauses:\n", "clauses:\n" + second.Replace("Use soap", "Use much soap", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["washing/module.yaml:8: remark (translation): clauses/WSH-02: The English was changed after the Chinese had been made from it. Bring the Chinese in line, then run `content check --stamp`."], Stale(course));
    }

    [Fact]
    public void What_is_new_was_confirmed_by_nobody_yet()
    {
        var course = new SampleCourse().Stamped();
        course["checklists.yaml"] = "checklists: [{ id: before, title: { zh-CN: 前, en: Before }, items: [{ id: a, text: { zh-CN: 甲, en: A } }] }]\n";
        Assert.Equal(["washing/checklists.yaml:1: remark (translation): checklists/before: Nobody has confirmed yet that the Chinese says the same as the English. Bring the Chinese in line, then run `content check --stamp`."], Stale(course));
    }

    [Fact]
    public void A_file_that_was_edited_by_hand_is_a_fault()
    {
        var course = new SampleCourse().Stamped();
        course["translations.yaml"] += "<<<<<<< mine\nlessons/why: yes\n";
        Assert.NotEmpty(course.Faults());
        course.Stamped()["translations.yaml"] += "lessons/other: soon\n";
        Assert.Contains("lessons/other: This is no stamp. Don't edit this file", Assert.Single(course.Faults()), StringComparison.Ordinal);
    }

    private static Task<bool> Save(TestHub hub, params (string Path, string Text)[] files) => hub.In(async s =>
    {
        var draft = (await s.GetRequiredService<ICourseDrafts>().Current("washing", default))!;
        var put = await s.GetRequiredService<PutDraftFiles>().Handle("washing", [.. files.Select(f => new DraftFile(f.Path, Encoding.UTF8.GetBytes(f.Text), draft.Stamp(f.Path)))], default);
        Assert.Null(put.Problem);
        return true;
    });

    private static async Task<SampleCourse> Draft(TestHub hub)
    {
        var draft = await hub.In(s => s.GetRequiredService<ICourseDrafts>().Current("washing", default));
        var course = new SampleCourse();
        course.Files.Clear();
        foreach (var (path, bytes) in draft!.Folder.Files) course.Files[path] = bytes;
        return course;
    }

    [Fact]
    public async Task In_the_hub_a_change_of_the_source_alone_is_stale_and_of_both_languages_is_not()
    {
        await using var hub = await TestHub.Start();
        var course = new SampleCourse().Stamped();
        await course.Import(hub);
        await Save(hub, (English, course[English].Replace("Twenty", "Thirty", StringComparison.Ordinal)));
        Assert.Single(Stale(await Draft(hub)));
        await Save(hub, (English, course[English].Replace("Twenty", "Forty", StringComparison.Ordinal)), (Chinese, course[Chinese].Replace("二十", "四十", StringComparison.Ordinal)));
        Assert.Empty(Stale(await Draft(hub)));
        // And what was stale elsewhere stays so.
        await Save(hub, ("lessons/01-why.en.md", course["lessons/01-why.en.md"].Replace("No soap", "Just water", StringComparison.Ordinal)));
        await Save(hub, (English, course[English]), (Chinese, course[Chinese]));
        Assert.StartsWith("washing/lessons/01-why.zh-CN.md", Assert.Single(Stale(await Draft(hub))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_course_without_stamps_gets_none_by_an_edit()
    {
        await using var hub = await TestHub.Start();
        var course = new SampleCourse();
        await course.Import(hub);
        await Save(hub, (English, course[English].Replace("Twenty", "Forty", StringComparison.Ordinal)), (Chinese, course[Chinese].Replace("二十", "四十", StringComparison.Ordinal)));
        Assert.DoesNotContain(ContentPaths.Translations, (await Draft(hub)).Files.Keys);
    }

    private static async Task<string> Tree(HttpClient browser) => (await browser.Page("/studio/courses/washing")).QuerySelector("input[name=tree]")!.GetAttribute("value")!;

    private static Task<HttpResponseMessage> Confirm(HttpClient browser, string tree) => Forms.Post(browser, "/studio/courses/washing", "/studio/courses/washing?handler=Confirm", new() { ["tree"] = tree });

    [Fact]
    public async Task What_was_written_after_the_page_was_shown_is_not_confirmed()
    {
        await using var hub = await TestHub.Start();
        var course = new SampleCourse().Stamped();
        await course.Import(hub);
        await Save(hub, (English, course[English].Replace("Twenty", "Thirty", StringComparison.Ordinal)));
        using var browser = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        var shown = await Tree(browser);
        await Save(hub, ("lessons/01-why.en.md", course["lessons/01-why.en.md"].Replace("No soap", "Just water", StringComparison.Ordinal)));
        var refused = await Confirm(browser, shown);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Somebody changed the draft since you opened this page.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(browser, "")).StatusCode);
        Assert.Equal(2, Stale(await Draft(hub)).Count);
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(browser, await Tree(browser))).StatusCode);
        Assert.Empty(Stale(await Draft(hub)));
    }

    /// <summary>Does something, once, when a save has worked out what to write and not yet begun.</summary>
    private sealed class Meanwhile : FailPoints
    {
        private Func<Task>? act;

        public void Then(Func<Task> wanted) => act = wanted;

        public override void Pass(FailPoint point)
        {
            if (point == FailPoint.BeforeBlob && Interlocked.Exchange(ref act, null) is { } wanted) Task.Run(wanted).GetAwaiter().GetResult();
        }
    }

    [Theory, BothDatabases]
    public async Task Two_trainers_save_different_lessons_in_one_moment(TestDatabase database)
    {
        var meanwhile = new Meanwhile();
        await using var hub = await TestHub.Start(database, services: s => s.Replace(ServiceDescriptor.Singleton<FailPoints>(meanwhile)));
        var course = new SampleCourse().Stamped();
        await course.Import(hub);
        Task<bool> Both(string name, string english, string chinese) => Save(hub, ($"lessons/{name}.en.md", course[$"lessons/{name}.en.md"] + english), ($"lessons/{name}.zh-CN.md", course[$"lessons/{name}.zh-CN.md"] + chinese));
        meanwhile.Then(() => Both("01-why", "\nGerms.\n", "\n细菌。\n"));
        await Both("02-how", "\nRinse.\n", "\n冲净。\n");
        var draft = await Draft(hub);
        Assert.Contains("Germs.", draft["lessons/01-why.en.md"], StringComparison.Ordinal);
        Assert.Contains("Rinse.", draft[English], StringComparison.Ordinal);
        Assert.Empty(Stale(draft));
    }

    [Fact]
    public async Task Two_lessons_of_one_slug_are_a_fault_and_no_failure()
    {
        await using var hub = await TestHub.Start();
        var course = new SampleCourse().Stamped();
        await course.Import(hub);
        await Save(hub, ("lessons/03-dry.en.md", SampleCourse.Lesson("Dry", "Dry.\n")), ("lessons/04-dry.en.md", SampleCourse.Lesson("Dry", "Dry well.\n")));
        await Save(hub, ("lessons/03-dry.zh-CN.md", SampleCourse.Lesson("擦干", "擦干。\n")));
        var faults = (await Draft(hub)).Faults();
        Assert.Contains(faults, f => f.Contains("The slug dry is used by the lessons 03 and 04.", StringComparison.Ordinal));
        var draft = await Draft(hub);
        Assert.Single(draft["translations.yaml"].Split('\n'), l => l.StartsWith("lessons/dry: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trainer_sees_the_remarks_before_publishing_and_confirms_the_translations()
    {
        await using var hub = await TestHub.Start();
        var course = new SampleCourse().Stamped();
        await course.Import(hub);
        await Save(hub, (English, course[English].Replace("Twenty", "Thirty", StringComparison.Ordinal)));
        using var browser = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        const string page = "/studio/courses/washing";
        Assert.Contains("The English was changed after the Chinese had been made from it.", await browser.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains(("译文待确认", "en"), (await browser.Page(page + "?lang=zh-CN")).QuerySelectorAll("main details li").Select(said => (said.Children[0].TextContent, said.Children[2].GetAttribute("lang"))));
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(browser, await Tree(browser))).StatusCode);
        Assert.DoesNotContain("The English was changed", await browser.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Empty(Stale(await Draft(hub)));
    }
}
