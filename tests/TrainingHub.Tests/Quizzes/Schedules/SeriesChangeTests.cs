using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Notifications;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Schedules.SeriesSteps;

namespace TrainingHub.Tests.Quizzes.Schedules;

/// <summary>A series that is changed, paused or ended, and what that leaves alone.</summary>
public sealed class SeriesChangeTests
{
    [Theory, BothDatabases]
    public async Task A_series_is_paused_resumed_and_ended_and_what_is_open_stays_open(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        At(hub, 7);
        await Ticks(hub);
        Assert.Null(await Does(hub, trainer, series, "pause"));
        Assert.Null(await Does(hub, trainer, series, "pause"));
        Assert.Equal("12-07 open, 12-14 planned, 12-21 planned", await States(hub));
        At(hub, 17);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 planned", await States(hub));
        Assert.Null(await Does(hub, trainer, series, "resume"));
        At(hub, 21);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 open", await States(hub));
        Assert.Null(await Does(hub, trainer, series, "end"));
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 open", await States(hub, 9));
        Assert.Equal("conflict", (await Does(hub, trainer, series, "resume"))?.Code);
        At(hub, 23);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 closed", await States(hub, 9));
        Assert.Equal("not-found", (await Does(hub, await hub.Person("L1"), series, "end"))?.Code);
    }

    [Theory, BothDatabases]
    public async Task One_time_is_left_out_taken_in_again_or_moved_but_not_once_it_is_open(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await Planned(hub, trainer, quiz);
        var (first, second, third) = (await On(hub, 7), await On(hub, 14), await On(hub, 21));
        Assert.Null(await Occurrence(hub, trainer, c => c.Skip(second, default)));
        Assert.Equal("conflict", (await Occurrence(hub, trainer, c => c.Skip(second, default)))?.Code);
        Assert.Null(await Occurrence(hub, trainer, c => c.Restore(second, default)));
        Assert.Null(await Occurrence(hub, trainer, c => c.Skip(second, default)));
        Assert.Contains("in the past", (await Occurrence(hub, trainer, c => c.Move(first, Sunday.AddDays(-1), default)))?.ToString());
        Assert.Contains("Another time of this series", (await Occurrence(hub, trainer, c => c.Move(first, new DateTime(2026, 12, 20, 9, 0, 0), default)))?.ToString());
        Assert.Null(await Occurrence(hub, trainer, c => c.Move(first, new DateTime(2026, 12, 9, 14, 0, 0), default)));
        At(hub, 7);
        await Ticks(hub);
        Assert.Equal("12-07 planned, 12-14 skipped, 12-21 planned", await States(hub));
        At(hub, 9, 14);
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-14 skipped, 12-21 planned", await States(hub));
        Assert.Equal("conflict", (await Occurrence(hub, trainer, c => c.Move(first, new DateTime(2026, 12, 10, 9, 0, 0), default)))?.Code);
        At(hub, 11, 13, 0);
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-14 skipped, 12-21 planned", await States(hub));
        At(hub, 11, 14);
        await Ticks(hub);
        At(hub, 14);
        await Ticks(hub);
        Assert.Equal("12-07 closed, 12-14 skipped, 12-21 planned", await States(hub));
        Assert.Equal("not-found", (await Occurrence(hub, await hub.Person("L1", "manager"), c => c.Skip(third, default)))?.Code);
    }

    [Theory, BothDatabases]
    public async Task A_change_holds_for_what_has_not_opened_and_the_second_of_two_editors_is_told(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        At(hub, 7);
        await Ticks(hub);
        var second = await On(hub, 14);
        Assert.Null(await Occurrence(hub, trainer, c => c.Move(second, new DateTime(2026, 12, 15, 9, 0, 0), default)));
        var plan = new SeriesPlan(quiz, "Thursday three", Mondays with { Weekdays = [DayOfWeek.Thursday] }, new Audience()) { Questions = 3 };
        Assert.Null(await Changes(hub, trainer, series, plan));
        Assert.Equal("12-07 open, 12-10 planned, 12-14 planned, 12-17 planned, 12-24 planned", await States(hub, 5));
        Assert.Equal("Weekly five", await hub.Scalar<string>("select title from quizzes_schedule where state = 'open'"));
        Assert.Equal(["Thursday three"], await hub.Rows<string>("select distinct title from quizzes_schedule where state = 'planned'"));
        Assert.Null(await hub.Scalar<long?>("select questions from quizzes_schedule where state = 'open'"));
        Assert.Equal("conflict", (await Changes(hub, trainer, series, plan))?.Code);
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-10 planned, 12-14 planned, 12-17 planned, 12-24 planned", await States(hub, 5));
    }

    [Theory, BothDatabases]
    public async Task A_paused_series_can_be_changed(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        Assert.Null(await Does(hub, trainer, series, "pause"));
        Assert.Null(await Changes(hub, trainer, series, new SeriesPlan(quiz, "Thursdays", Mondays with { Weekdays = [DayOfWeek.Thursday] }, new Audience()), revision: 2));
        Assert.Equal("", await States(hub));
        Assert.Null(await Does(hub, trainer, series, "resume"));
        Assert.Equal("12-10 planned, 12-17 planned, 12-24 planned", await States(hub));
    }

    [Theory, BothDatabases]
    public async Task A_change_between_the_opening_time_and_the_job_takes_nothing_away(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var series = await Planned(hub, trainer, quiz);
        At(hub, 7, minute: 3);
        Assert.Null(await Changes(hub, trainer, series, new SeriesPlan(quiz, "A better title", Mondays, new Audience())));
        await Ticks(hub);
        Assert.Equal("12-07 open, 12-14 planned, 12-21 planned", await States(hub));
    }

    [Theory, BothDatabases]
    public async Task A_series_is_planned_counted_changed_and_paused_in_the_browser(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        await hub.Person("A1");
        using var browser = await hub.SignedIn(trainer);
        async Task<HttpResponseMessage> Posts(string page, string url, params (string Name, string Value)[] fields)
        {
            var token = new HtmlParser().ParseDocument(await browser.GetStringAsync(page)).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            return await browser.PostAsync(url, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
        }
        (string, string)[] form =
        [
            ("Form.Quiz", $"{quiz}"), ("Form.Heading", "Weekly two"), ("Form.Repeats", "weekly"), ("Form.Weekdays", "Monday"), ("Form.Weekdays", "Friday"), ("Form.From", "2026-12-07"), ("Form.Opens", "09:00"),
            ("Form.OpenFor", "8"), ("Form.Unit", "hours"), ("Form.Questions", "2"), ("Form.Attempts", "1"), ("Form.Times", "3"), ("Form.Revision", "1"),
        ];
        Assert.Contains("Today these are 2 people.", await (await Posts("/studio/schedules/new", "/studio/schedules/new?handler=Count", form)).Content.ReadAsStringAsync());
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_series"));
        var saved = await Posts("/studio/schedules/new", "/studio/schedules/new", form);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var url = saved.Headers.Location!.ToString();
        Assert.Equal("12-07 planned, 12-11 planned, 12-14 planned", await States(hub, 9));
        Assert.Contains("Weekly on Monday, Friday · 3 times", new HtmlParser().ParseDocument(await browser.GetStringAsync(url)).Body!.TextContent);
        var edit = new HtmlParser().ParseDocument(await browser.GetStringAsync(url + "/edit"));
        Assert.Equal(["Monday", "Friday"], edit.QuerySelectorAll("input[name='Form.Weekdays'][checked]").Select(i => i.GetAttribute("value")));
        Assert.Equal("8", edit.QuerySelector("#open-for")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url + "/edit", url + "/edit", [.. form.Where(f => f.Item2 != "Friday")])).StatusCode);
        Assert.Equal("12-07 planned, 12-14 planned, 12-21 planned", await States(hub, 9));
        const string asked = """{"except":[{"sites":["HUB"],"tags":["night"]}]}"""; // as a course's file may say it
        await hub.Execute("update quizzes_series set audience = @asked", new { asked });
        var words = new HtmlParser().ParseDocument(await browser.GetStringAsync(url + "/edit")).Body!.TextContent;
        Assert.Contains("Left out besides: Except (Site: ", words);
        (string, string)[] more = [.. form.Where(f => f.Item1 is not ("Form.Revision" or "Form.Weekdays")), ("Form.Weekdays", "Monday"), ("Form.Revision", "2"), ("Form.More.Tags", "Early shift"), ("Form.More.HiredFrom", "2026-01-01"), ("Form.More.NotTags", "intern")];
        Assert.Contains("Today these are 0 people.", await (await Posts(url + "/edit", url + "/edit?handler=Count", more)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url + "/edit", url + "/edit", more)).StatusCode);
        Assert.Equal("""{"sites":[],"departments":[],"positions":[],"tags":["early shift"],"hiredFrom":"2026-01-01","except":[{"tags":["intern"]},{"sites":["HUB"],"tags":["night"]}]}""", await hub.Scalar<string>("select audience from quizzes_series"));
        Assert.Contains("Tag: early shift · Hired on 1 January 2026 or later · Except (Tag: intern) · Except (Site: ", new HtmlParser().ParseDocument(await browser.GetStringAsync(url)).Body!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url, url + "?handler=Skip", ("schedule", (await On(hub, 14)).ToString(CultureInfo.InvariantCulture)))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(url, url + "?handler=Change", ("change", "pause"))).StatusCode);
        Assert.Equal("12-07 planned, 12-14 skipped, 12-21 planned", await States(hub, 9));
        Assert.Contains("Paused", await browser.GetStringAsync(url));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(url.Replace("schedules/", "results/series/", StringComparison.Ordinal))).StatusCode);
        using var outsider = await hub.SignedIn(await hub.Person("L1"));
        Assert.NotEqual(HttpStatusCode.OK, (await outsider.GetAsync(url)).StatusCode);
    }
}
