using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Courses;

public sealed class ReadingTests
{
    private static Task<LessonProgress> Read(TestHub hub, long person, string lesson, int position = 100, bool completed = true) => hub.In(async s =>
    {
        var saved = await s.GetRequiredService<ICourseProgress>().Save(person, "washing", lesson, position, completed, default);
        return saved.Problem is null ? saved.Value! : throw new InvalidOperationException(saved.Problem.ToString());
    });

    private static Task<long> Completions(TestHub hub) => hub.Scalar<long>("select count(*) from v_course_completion");

    private static Task<long> Told(TestHub hub) => hub.Scalar<long>("select count(*) from platform_event where kind = 'CourseCompleted'");

    [Theory, BothDatabases]
    public async Task Reading_every_lesson_completes_the_course_once(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var person = await hub.Person("E1");
        Assert.False((await Read(hub, person, "why")).CourseCompleted);
        Assert.True((await Read(hub, person, "how")).CourseCompleted);
        Assert.True((await Read(hub, person, "how")).CourseCompleted);
        Assert.Equal((1L, 1L), (await Completions(hub), await Told(hub)));
    }

    [Theory, BothDatabases]
    public async Task Two_last_lessons_finished_at_once_complete_the_course_exactly_once(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        for (var round = 0; round < 10; round++)
        {
            var person = await hub.Person($"E{round}");
            await Task.WhenAll(Task.Run(() => Read(hub, person, "why")), Task.Run(() => Read(hub, person, "how")));
            Assert.Equal(1, await hub.Scalar<long>("select count(*) from v_course_completion where person_id = @person", new { person }));
        }
    }

    [Theory, BothDatabases]
    public async Task A_position_is_remembered_and_takes_no_tick_away(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var person = await hub.Person("E1");
        Assert.Equal(new LessonProgress("why", 40, false, false), await Read(hub, person, "why", 40, completed: false));
        await Read(hub, person, "why");
        Assert.Equal(new LessonProgress("why", 10, true, false), await Read(hub, person, "why", 10, completed: false));
    }

    [Theory, BothDatabases]
    public async Task A_new_version_in_the_middle_keeps_the_ticks(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var person = await hub.Person("E1");
        await Read(hub, person, "why");
        await new SampleCourse().Replacing("lessons/02-how.en.md", "Twenty", "Thirty").Import(hub);
        Assert.True((await Read(hub, person, "how")).CourseCompleted);
        // Evidence keeps which version each lesson was read in.
        Assert.Equal([1, 2], await hub.Rows<int>("select v.number from courses_progress p join courses_version v on v.id = p.version_id order by p.opened_at, v.number"));
    }

    [Theory, BothDatabases]
    public async Task A_new_version_without_the_one_lesson_left_completes_those_who_read_the_rest(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var person = await hub.Person("E1");
        await Read(hub, person, "why");
        var shorter = new SampleCourse();
        shorter.Files.Remove("lessons/02-how.en.md");
        shorter.Files.Remove("lessons/02-how.zh-CN.md");
        await shorter.Import(hub);
        await hub.RunJob("work.general");
        Assert.Equal((1L, 1L), (await Completions(hub), await Told(hub)));
    }

    [Theory, BothDatabases]
    public async Task Renewal_asks_to_read_again_and_keeps_the_history(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        var person = await hub.Person("E1");
        var course = await hub.Scalar<long>("select id from v_course");
        Task<int> Restart() => hub.In(async s => await s.GetRequiredService<ICourseProgress>().Restart(person, course, default) is null ? 0 : throw new InvalidOperationException());

        await Restart(); // nothing read yet: still the first round
        await Read(hub, person, "why");
        await Read(hub, person, "how");
        await Restart();
        await Restart();
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from v_course_progress where completed_at is not null"));
        Assert.False((await Read(hub, person, "why")).CourseCompleted);
        Assert.True((await Read(hub, person, "how")).CourseCompleted);
        Assert.Equal([1, 2], await hub.Rows<int>("select round from v_course_completion order by round"));
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from courses_progress where completed_at is not null"));
    }

    [Theory, BothDatabases]
    public async Task A_learner_reads_on_the_pages_from_the_first_lesson_to_the_last(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await new SampleCourse().Import(hub);
        using var browser = await hub.SignedIn(await hub.Person("E1"));
        Assert.Contains("0 of 2 lessons read · 6 min left", await browser.GetStringAsync("/learn"), StringComparison.Ordinal);
        Assert.Equal("/learn/courses/washing/why", (await browser.GetAsync("/learn/courses/washing?continue=true")).Headers.Location!.ToString());
        Assert.Equal("/learn/courses/washing/how", (await Press(browser, "/learn/courses/washing/why")).Headers.Location!.ToString());
        Assert.Equal("/learn/courses/washing", (await Press(browser, "/learn/courses/washing/how")).Headers.Location!.ToString());
        var done = await browser.GetStringAsync("/learn/courses/washing");
        Assert.Contains("All 2 lessons read", done, StringComparison.Ordinal);
        Assert.Contains("You have read all lessons of Washing hands.", done, StringComparison.Ordinal);
        Assert.Equal(1, await Completions(hub));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        using var browser = await hub.SignedIn(await hub.Person("E1"));
        foreach (var url in (string[])["/learn/courses/no", "/learn/courses/washing/no", $"/media/{new string('0', 64)}.svg"])
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(url)).StatusCode);
        var saved = await hub.In(s => s.GetRequiredService<ICourseProgress>().Save(1, "washing", "no", 0, false, default));
        Assert.Equal("not-found", saved.Problem!.Code);
    }

    [Fact]
    public async Task The_page_says_where_to_go_on_and_its_script_may_save_it()
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        var person = await hub.Person("E1");
        using var browser = await hub.SignedIn(person);
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/learn/courses/washing/why"));
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var position = new FormUrlEncodedContent([new("position", "55"), new("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync("/learn/courses/washing/why?handler=Position", position)).StatusCode);
        Assert.Contains("data-resume=\"55\"", await browser.GetStringAsync("/learn/courses/washing/why"), StringComparison.Ordinal);
        using var forged = new FormUrlEncodedContent([new("position", "99")]);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/learn/courses/washing/why?handler=Position", forged)).StatusCode);
    }

    [Fact]
    public async Task A_picture_is_served_to_be_kept_and_can_do_nothing_by_itself()
    {
        await using var hub = await TestHub.Start();
        await new SampleCourse().Import(hub);
        using var browser = await hub.SignedIn(await hub.Person("E1"));
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/learn/courses/washing/why"));
        var url = page.QuerySelector(".prose img")!.GetAttribute("src")!;
        var answer = await browser.GetAsync(url);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        // Other bytes of the store, as a lesson's source, are not pictures.
        var lesson = await hub.Scalar<string>("select sha256 from courses_file where path = 'lessons/01-why.en.md'");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/media/{lesson}.svg")).StatusCode);
        using var visitor = hub.Visitor();
        Assert.NotEqual(HttpStatusCode.OK, (await visitor.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task A_first_lesson_costs_at_most_eight_requests_and_150_kilobytes()
    {
        await using var hub = await TestHub.Start(withContent: true);
        using var browser = await hub.SignedIn(await hub.Person("E1"));
        browser.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        foreach (var lesson in await hub.Rows<string>("select '/learn/courses/' || c.slug || '/' || l.slug from v_course c join v_course_lesson l on l.version_id = c.version_id where l.position = 1"))
        {
            using var plain = await hub.SignedIn(await hub.Person("P" + lesson.GetHashCode(StringComparison.Ordinal)));
            var page = new HtmlParser().ParseDocument(await plain.GetStringAsync(lesson));
            var urls = page.QuerySelectorAll("link[rel=stylesheet], script[src], .prose img").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).Distinct().Prepend(lesson).ToList();
            long bytes = 0;
            foreach (var url in urls)
            {
                var answer = await browser.GetAsync(url);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                bytes += (await answer.Content.ReadAsByteArrayAsync()).Length;
            }
            Assert.True(urls.Count <= 8, $"{lesson}: {urls.Count} requests");
            Assert.True(bytes <= 150_000, $"{lesson}: {bytes} bytes");
        }
    }

    private static async Task<HttpResponseMessage> Press(HttpClient browser, string url)
    {
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync(url));
        var token = page.QuerySelector("#read-form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        return await browser.PostAsync(url, form);
    }
}
