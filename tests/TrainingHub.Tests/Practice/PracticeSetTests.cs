using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Calendar;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Platform;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Practice;

/// <summary>The set of the day: when there is one, and that it is a quiz of its person alone.</summary>
public sealed class PracticeSetTests
{
    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Somebody who got a question of each course wrong on Monday; on Tuesday they wait.</summary>
    private static async Task<(TestHub Hub, long Person, long Tidy)> OnTuesday(TestDatabase database)
    {
        var (hub, tidy, greet) = await PracticeWords.WithTwoCourses(database);
        var person = await hub.Person("E1");
        await hub.Takes(person, tidy, "b", "a");
        await hub.Takes(person, greet, "b", "a");
        await hub.Learns();
        Assert.Equal(PracticeState.Nothing, await hub.StateOf(person));
        hub.At("2026-03-03");
        return (hub, person, tidy);
    }

    [Theory, BothDatabases]
    public async Task Two_tabs_get_the_same_set(TestDatabase database)
    {
        var (hub, person, _) = await OnTuesday(database);
        await using var __ = hub;
        Assert.Equal(PracticeState.Waiting, await hub.StateOf(person));
        var sets = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => hub.Practising(person))));
        Assert.Single(sets.Distinct());
        Assert.Equal((1, 1), (await hub.Scalar<long>("select count(*) from quizzes_attempt where is_practice = true"), await hub.Scalar<long>("select count(*) from practice_set")));
        Assert.Equal(PracticeState.Open, await hub.StateOf(person));
        await hub.Answers(person, sets[0], "a", "b");
        Assert.Null(await hub.Submits(person, sets[0]));
        // Done is done: nothing new before tomorrow.
        Assert.Equal(sets[0], await hub.Practising(person));
        await hub.Learns();
        var day = await hub.PracticeOf(person);
        Assert.Equal((PracticeState.Done, 1, 2, new DateOnly(2026, 3, 4), 1), (day.Today.State, day.Right, day.Today.Questions, day.Next, day.Streak));
    }

    [Theory, BothDatabases]
    public async Task No_set_on_a_rest_day_of_the_site_and_one_on_a_make_up_workday(TestDatabase database)
    {
        var (hub, person, _) = await OnTuesday(database);
        await using var __ = hub;
        var site = await hub.Scalar<long>("select site_id from people_person where id = @person", new { person });
        Task<Modules.Platform.Problem?> Mark(string day, bool works) => hub.In(s => s.GetRequiredService<MarkDays>().Handle(new SpecialDays(site, Day(day), Day(day), works, "清明"), default));

        Assert.Null(await Mark("2026-03-03", works: false));
        Assert.Equal((PracticeState.RestDay, new DateOnly(2026, 3, 4)), ((await hub.PracticeOf(person)).Today.State, (await hub.PracticeOf(person)).Next));
        Assert.Equal("Today is no working day at your site. Practice goes on with the next one.", (await hub.Practises(person)).Problem?.ToString());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from practice_set"));

        hub.At("2026-03-07");
        Assert.Equal(PracticeState.RestDay, await hub.StateOf(person));
        Assert.Null(await Mark("2026-03-07", works: true));
        Assert.Equal(PracticeState.Waiting, await hub.StateOf(person));
        Assert.Null((await hub.Practises(person)).Problem);
    }

    [Theory, BothDatabases]
    public async Task A_set_left_unfinished_gives_way_to_the_next_days(TestDatabase database)
    {
        var (hub, person, _) = await OnTuesday(database);
        await using var __ = hub;
        var first = await hub.Practising(person);
        await hub.Answers(person, first, "a");
        hub.At("2026-03-04");
        var second = await hub.Practising(person);
        Assert.NotEqual(first, second);
        await hub.RunJob("quizzes.grade");
        Assert.Equal(("finished", "in-progress"), ((await hub.Attempt(first)).State, (await hub.Attempt(second)).State));
        // What was answered counts; the day as such was not done.
        await hub.Learns();
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from practice_shown where attempt_id = @first", new { first }));
        Assert.Equal(0, (await hub.PracticeOf(person)).Streak);
    }

    [Theory, BothDatabases]
    public async Task A_set_handed_in_empty_is_no_day_of_practice(TestDatabase database)
    {
        var (hub, person, _) = await OnTuesday(database);
        await using var __ = hub;
        Assert.Null(await hub.Submits(person, await hub.Practising(person)));
        Assert.Equal((PracticeState.Done, 0), (await hub.StateOf(person), (await hub.PracticeOf(person)).Streak));
    }

    [Theory, BothDatabases]
    public async Task A_set_is_taken_like_any_quiz_and_stays_out_of_figures_limits_and_evidence(TestDatabase database)
    {
        var (hub, person, tidy) = await OnTuesday(database);
        await using var _ = hub;
        var counted = await hub.Scalar<long>("select sum(attempts) from quizzes_item_sum");
        using var browser = await hub.SignedIn(person);
        Assert.Contains("Practise now", await browser.GetStringAsync("/"), StringComparison.Ordinal);
        var begun = await browser.Submit("/learn/practice");
        var url = begun.Headers.Location!.ToString();
        var id = long.Parse(url.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var page = await browser.Page(url);
        Assert.Equal("Daily practice", page.QuerySelector("h1")!.TextContent);
        // Feedback after each question, without JavaScript.
        await browser.PostAsync($"{url}?handler=Check&slot=1", page.Form("#quiz", [("a-1", "a")]));
        page = await browser.Page(url);
        Assert.Equal("yes", page.QuerySelector("#q-1")!.GetAttribute("data-locked"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync($"{url}?handler=Submit", page.Form("#quiz", [("a-2", "b"), ("confirm", "true")]))).StatusCode);
        var result = (await browser.Page(url)).QuerySelector(".result")!.TextContent;
        Assert.Contains("1 of 2 questions right", result, StringComparison.Ordinal);
        Assert.DoesNotContain("assed", result, StringComparison.Ordinal);

        Assert.Equal(counted, await hub.Scalar<long>("select sum(attempts) from quizzes_item_sum"));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_counted where attempt_id = @id", new { id }));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from v_quiz_attempt where id = @id", new { id }));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from v_quiz where slug like '%practice%'"));
        Assert.Contains("\"isWhole\":false", await hub.Scalar<string>("select payload from platform_event where kind = 'AttemptGraded' order by id desc limit 1"), StringComparison.Ordinal);
        Assert.Equal([1], await hub.Rows<int>("select attempts from quizzes_taker where quiz_id = @tidy and person_id = @person", new { tidy, person }));
        // Nobody can start the quiz behind it, and nobody its questions of another day.
        Assert.NotNull((await hub.Starts(person, await hub.Scalar<long>("select quiz_id from quizzes_attempt where id = @id", new { id }))).Problem);
        Assert.DoesNotContain("Practise now", await browser.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Done for today", await browser.GetStringAsync("/learn/practice"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_streak_is_seen_by_nobody_else(TestDatabase database)
    {
        var (hub, person, _) = await OnTuesday(database);
        await using var __ = hub;
        var set = await hub.Practising(person);
        await hub.Answers(person, set, "a", "a");
        Assert.Null(await hub.Submits(person, set));
        await hub.Learns();
        Assert.Equal(1, (await hub.PracticeOf(person)).Streak);
        var uuid = await hub.Scalar<string>("select uuid from quizzes_attempt where id = @set", new { set });

        // Whoever has every role there is, asking in every way there is.
        var boss = await hub.Person("BOSS", Roles.Admin, Roles.Hr, Roles.Manager, Roles.Trainer, Roles.Auditor);
        using var browser = await hub.SignedIn(boss);
        foreach (var closed in new[] { $"/learn/attempts/{set}", $"/studio/attempts/{set}", $"/studio/attempts/{set}/history", $"/studio/attempts/{set}/marks/1" })
            Assert.Equal((closed, HttpStatusCode.NotFound), (closed, (await browser.GetAsync(closed)).StatusCode));
        Assert.Contains(">0</p>", await browser.GetStringAsync($"/learn/practice?person={person}&id={person}&personId={person}"), StringComparison.Ordinal);
        var routes = hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();
        Assert.Equal(["/learn/practice"], routes.Where(r => r.Contains("practice", StringComparison.Ordinal) && !r.StartsWith("/css", StringComparison.Ordinal) && !r.StartsWith("/js", StringComparison.Ordinal)).Except(["/admin/settings/practice"]));
        var read = 0;
        foreach (var route in routes.Where(r => !r.Contains("events", StringComparison.Ordinal) && !r.Contains('.', StringComparison.Ordinal) && !r.Contains("logout", StringComparison.Ordinal)))
        {
            // Every number in an address is the person's, then the attempt's.
            foreach (var value in route.Contains('{', StringComparison.Ordinal) ? new[] { $"{person}", $"{set}" } : [""])
            {
                var answer = await browser.GetAsync(Regex.Replace(route, @"\{[^}]*\}", value));
                if (!answer.IsSuccessStatusCode) continue;
                read++;
                var text = await answer.Content.ReadAsStringAsync();
                Assert.False(text.Contains(uuid!, StringComparison.Ordinal), $"{route} tells of a set");
                if (route != "/learn/practice") Assert.False(text.Contains("Working days in a row", StringComparison.Ordinal), $"{route} shows a streak");
            }
        }
        Assert.True(read > 50);
        foreach (var list in new[] { "/studio/results/results.csv", $"/studio/results/results.csv?person={person}", $"/studio/results/people/{person}", "/studio/results", $"/hr/people/{person}" })
            Assert.DoesNotContain("Daily practice", InMain(await browser.GetStringAsync(list)), StringComparison.Ordinal);

        // And no other module may even ask for it.
        var readers = SourceTree.Files(SourceTree.Modules, ".cs", ".cshtml").Where(f => File.ReadAllText(f).Contains("v_quiz_practice", StringComparison.Ordinal)).Select(SourceTree.Relative);
        Assert.All(readers, r => Assert.Contains("/Practice/", r, StringComparison.Ordinal));
    }

    /// <summary>Without the menu, which has the page's name for everybody.</summary>
    private static string InMain(string html) => html[Math.Max(0, html.IndexOf("<main", StringComparison.Ordinal))..];

    [Theory, BothDatabases]
    public async Task Only_questions_of_the_own_language_trades_and_kinds_marked_at_once_are_asked(TestDatabase database)
    {
        var (hub, person, _) = await OnTuesday(database);
        await using var __ = hub;
        Assert.Equal(2, (await hub.PracticeOf(person)).Today.Questions);
        await hub.Execute("update quizzes_question_version set only_language = 'zh-CN' where question_id = (select min(q.id) from quizzes_question q join courses_course c on c.id = q.course_id where c.slug = 'tidy')");
        Assert.Equal(1, (await hub.PracticeOf(person)).Today.Questions);
        await hub.Execute("update quizzes_question set retired_at = @now where course_id = (select id from courses_course where slug = 'greet')", new { now = hub.Clock.GetUtcNow() });
        Assert.Equal(PracticeState.Nothing, await hub.StateOf(person));
    }
}
