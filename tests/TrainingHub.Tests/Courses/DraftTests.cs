using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Content;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

public sealed class DraftTests
{
    private const string How = "lessons/02-how.en.md";

    private static Task<T> Drafts<T>(TestHub hub, Func<ICourseDrafts, Task<T>> act) => hub.In(s => act(s.GetRequiredService<ICourseDrafts>()));

    private static string Thirty => new SampleCourse().Replacing(How, "Twenty", "Thirty")[How];

    private static async Task<Outcome<long>> Put(TestHub hub, string text, string? basedOn = null)
    {
        var stamp = basedOn ?? (await Drafts(hub, d => d.Current("washing", default)))!.Stamp(How);
        return await Drafts(hub, d => d.PutFile("washing", How, Encoding.UTF8.GetBytes(text), stamp, default));
    }

    private static Task<string?> Shown(TestHub hub) => hub.Scalar<string>("select l.markdown_en from v_course c join courses_lesson l on l.version_id = c.version_id where l.slug = 'how'");

    [Theory, BothDatabases]
    public async Task A_draft_is_seen_by_nobody_until_it_is_published(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        Assert.Null((await Put(hub, Thirty)).Problem);
        Assert.Contains("Twenty", await Shown(hub), StringComparison.Ordinal);
        Assert.Null(await Drafts(hub, d => d.Publish("washing", "The new rule", default)));
        Assert.Contains("Thirty", await Shown(hub), StringComparison.Ordinal);
        Assert.Equal((2, "The new rule"), (await hub.Scalar<int>("select number from v_course"), await hub.Scalar<string>("select note from courses_version where number = 2")));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from platform_event where kind = 'CoursePublished'"));
    }

    [Theory, BothDatabases]
    public async Task Once_edited_in_the_hub_an_import_makes_a_draft_and_never_overwrites(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        await Put(hub, Thirty);
        await Drafts(hub, d => d.Publish("washing", "The new rule", default));
        // The old folder, as it lies beside the program, is no news at the next start.
        Assert.Equal(ImportKind.Unchanged, (await new SampleCourse().Import(hub)).Kind);
        var result = await new SampleCourse().Replacing("lessons/01-why.en.md", "No soap", "Just water").Import(hub);
        Assert.Equal((ImportKind.Drafted, 3, $"~ lessons/01-why.en.md\n~ {How}"), (result.Kind, result.Number, result.Difference.ToString()));
        Assert.Contains("Thirty", await Shown(hub), StringComparison.Ordinal);
        // Discarded, it does not come back by itself.
        Assert.Null(await Drafts(hub, d => d.Discard("washing", default)));
        Assert.Equal(ImportKind.Unchanged, (await new SampleCourse().Replacing("lessons/01-why.en.md", "No soap", "Just water").Import(hub)).Kind);
    }

    [Theory, BothDatabases]
    public async Task An_import_leaves_a_trainers_draft_alone(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        await Put(hub, Thirty);
        Assert.Equal(ImportKind.DraftInTheWay, (await new SampleCourse().Replacing("lessons/01-why.en.md", "No soap", "Just water").Import(hub)).Kind);
        Assert.Contains("Thirty", (await Drafts(hub, d => d.Current("washing", default)))!.Folder.Text(How)!, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Of_two_trainers_on_one_file_the_second_is_told(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var stamp = (await Drafts(hub, d => d.Current("washing", default)))!.Stamp(How);
        Assert.Null((await Put(hub, Thirty, stamp)).Problem);
        Assert.Equal("conflict", (await Put(hub, Thirty.Replace("Thirty", "Forty", StringComparison.Ordinal), stamp)).Problem!.Code);
        Assert.Null((await Put(hub, Thirty, stamp)).Problem); // the same text again, as from a double click
        Assert.Contains("Thirty", (await Drafts(hub, d => d.Current("washing", default)))!.Folder.Text(How)!, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_draft_with_a_fault_is_kept_but_not_published(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        Assert.Null((await Put(hub, Thirty.Replace("## Steps", "# Steps", StringComparison.Ordinal))).Problem);
        var problem = await Drafts(hub, d => d.Publish("washing", "Try", default));
        Assert.StartsWith($"There is a fault in washing/{How}:6:1: The title is the page's only heading", problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await hub.Scalar<int>("select number from v_course"));
        Assert.True((await Drafts(hub, d => d.Current("washing", default)))!.IsDraft);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("lessons/../module.yaml")]
    [InlineData("media/x.html")]
    public async Task A_draft_takes_no_file_that_a_course_can_not_have(string path)
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        Assert.Equal("content-faults", (await Drafts(hub, d => d.PutFile("washing", path, "x"u8.ToArray(), "", default))).Problem!.Code);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from courses_version where state = 'draft'"));
    }

    [Fact]
    public async Task A_trainer_mends_a_lesson_in_the_browser_and_publishes_it()
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        using var browser = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        const string edit = "/studio/courses/washing/lessons/how";
        var preview = await Post(browser, edit, "?handler=Preview", ("en", Thirty));
        Assert.Contains("<p>Thirty seconds.</p>", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var remark = new HtmlParser().ParseDocument(await preview.Content.ReadAsStringAsync()).QuerySelector("main details li")!;
        Assert.Equal(("Reading time", $"washing/{How}:3", "en"), (remark.Children[0].TextContent, remark.Children[1].TextContent, remark.Children[2].GetAttribute("lang")));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from courses_version where state = 'draft'"));
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, edit, "", ("en", Thirty.ReplaceLineEndings("\r\n")))).StatusCode);
        Assert.Contains($"~ {How}", await browser.GetStringAsync("/studio/courses/washing"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(browser, "/studio/courses/washing", "?handler=Publish", ("note", " "))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(browser, "/studio/courses/washing", "?handler=Publish", ("note", "The new rule"))).StatusCode);
        Assert.Contains("Thirty", await Shown(hub), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_conflict_both_texts_are_on_the_page_and_saving_again_is_possible()
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        using var browser = await hub.SignedIn(await hub.Person("T1", Roles.Trainer));
        const string edit = "/studio/courses/washing/lessons/how";
        var form = await Form(browser, edit);
        await Put(hub, Thirty);
        form["en"] = Thirty.Replace("Thirty", "Forty", StringComparison.Ordinal);
        using var body = new FormUrlEncodedContent(form);
        var answer = await browser.PostAsync(edit, body);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
        Assert.Contains("Forty seconds.", ((IHtmlTextAreaElement)page.QuerySelector("#text-en")!).Value, StringComparison.Ordinal);
        Assert.Contains("Thirty seconds.", page.QuerySelector("pre.difference")!.TextContent, StringComparison.Ordinal);
        using var again = new FormUrlEncodedContent(Fields(page));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync(edit, again)).StatusCode);
        Assert.Contains("Forty", (await Drafts(hub, d => d.Current("washing", default)))!.Folder.Text(How)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_look_can_not_publish()
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        await Put(hub, Thirty);
        using var auditor = await hub.SignedIn(await hub.Person("A1", Roles.Auditor));
        Assert.DoesNotContain("?handler=Publish", await auditor.GetStringAsync("/studio/courses/washing"), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await auditor.GetAsync("/studio/courses/washing/lessons/how")).StatusCode);
        await Post(auditor, "/studio/courses/washing", "?handler=Publish", ("note", "x"));
        Assert.Equal(1, await hub.Scalar<int>("select number from v_course"));
    }

    private static async Task<Dictionary<string, string>> Form(HttpClient browser, string url) => Fields(new HtmlParser().ParseDocument(await browser.GetStringAsync(url)));

    private static Dictionary<string, string> Fields(IHtmlDocument page) =>
        page.QuerySelectorAll("main form input[name], main form textarea[name], header form input[name]").DistinctBy(e => e.GetAttribute("name"))
            .ToDictionary(e => e.GetAttribute("name")!, e => e is IHtmlTextAreaElement area ? area.Value : e.GetAttribute("value") ?? "");

    private static async Task<HttpResponseMessage> Post(HttpClient browser, string url, string handler, params (string Name, string Value)[] values)
    {
        var form = await Form(browser, url);
        foreach (var (name, value) in values) form[name] = value;
        using var body = new FormUrlEncodedContent(form);
        return await browser.PostAsync(url + handler, body);
    }
}
