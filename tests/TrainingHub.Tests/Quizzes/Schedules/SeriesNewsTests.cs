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

/// <summary>Whom a series tells, and of what.</summary>
public sealed class SeriesNewsTests
{
    [Theory, BothDatabases]
    public async Task Each_time_everybody_is_told_once_but_not_who_left_or_joined_later_or_wants_no_reminders(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var (anna, gone, silent) = (await hub.Person("A1"), await hub.Person("G1"), await hub.Person("S1"));
        await hub.Execute("update people_person set left_on = @day where id = @gone", new { gone, day = new DateOnly(2026, 12, 6) });
        await hub.Execute("insert into notifications_no_reminders(person_id, since) values (@silent, @now)", new { silent, now = hub.Clock.GetUtcNow() });
        await Planned(hub, trainer, quiz);
        At(hub, 7);
        await Ticks(hub);
        var joiner = await hub.Person("J1");
        for (var i = 0; i < 2; i++)
        {
            await Ticks(hub);
            await hub.RunJob("work.general");
            await hub.RunJob("work.mail");
        }
        string[] told = ["A1 sent", "S1 declined", "T1 sent"];
        Task<List<string>> Notices() => hub.Rows<string>("select p.employee_number || ' ' || n.state from notifications_notice n join people_person p on p.id = n.person_id where n.kind = 'quiz-open' order by 1");
        Assert.Equal(told, await Notices());
        using (var browser = await hub.SignedIn(anna))
        {
            Assert.Contains("Weekly five", await browser.GetStringAsync("/"));
            Assert.Contains("Weekly five", await browser.GetStringAsync("/learn"));
        }
        using (var browser = await hub.SignedIn(joiner)) Assert.DoesNotContain("Weekly five", await browser.GetStringAsync("/"));
        At(hub, 14);
        await Ticks(hub);
        await hub.RunJob("work.general");
        await hub.RunJob("work.mail");
        Assert.Equal([.. told.Concat(told).Append("J1 sent").Order(StringComparer.Ordinal)], await Notices());
    }

    [Theory, BothDatabases]
    public async Task When_it_closes_each_manager_is_mailed_the_figures_of_the_own_people_once(TestDatabase database)
    {
        var (hub, trainer, quiz) = await Set(database);
        await using var _ = hub;
        var top = await hub.Scalar<long>("select min(id) from people_site");
        foreach (var code in new[] { "NORTH", "SOUTH" }) await hub.Site(code);
        async Task<long> At(string number, string site)
        {
            var person = await hub.Person(number);
            await hub.Execute("update people_person set site_id = (select id from people_site where code = @site) where id = @person", new { person, site });
            return person;
        }
        var (n1, n2, s1) = (await At("N1", "NORTH"), await At("N2", "NORTH"), await At("S1", "SOUTH"));
        var (north, south, elsewhere) = (await At("MN", "NORTH"), await At("MS", "SOUTH"), await At("MX", "SOUTH"));
        await hub.Grant(north, "manager", await hub.Scalar<long>("select id from people_site where code = 'NORTH'"), null);
        await hub.Grant(south, "manager", await hub.Scalar<long>("select id from people_site where code = 'SOUTH'"), null);
        var series = await Planned(hub, trainer, quiz, audience: new Audience(Sites: ["NORTH", "SOUTH"]));
        SeriesSteps.At(hub, 7);
        await Ticks(hub);
        var schedule = await On(hub, 7);
        await hub.Graded(n1, quiz, 4, schedule);
        await hub.Graded(n2, quiz, 2, schedule);
        var open = await hub.Started(s1, quiz, schedule);
        await hub.AnswersRight(s1, open, 3);
        SeriesSteps.At(hub, 9);
        for (var i = 0; i < 2; i++)
        {
            await Ticks(hub);
            await hub.RunJob("work.general");
            await hub.RunJob("work.mail");
        }
        var mails = EmlFile.All(hub).Where(m => m.Subject == "Results of Weekly five").ToDictionary(m => m.Headers["To"].Split('<')[1].TrimEnd('>'));
        Assert.Equal(["mn@test.example", "ms@test.example"], mails.Keys.Order());
        var (norths, souths) = (mails["mn@test.example"].Text, mails["ms@test.example"].Text);
        Assert.Contains("Took part: 2 of 3", norths);
        Assert.Contains("Passed: 1", norths);
        Assert.Contains("Mean mark: 75%", norths);
        Assert.Contains("Three (50% of the marks)", norths);
        Assert.Contains($"/studio/results/series/{series}", norths);
        Assert.Contains("Took part: 1 of 3", souths);
        Assert.Contains("Mean mark: 75%", souths);
        Assert.Contains("Four (0% of the marks)", souths);
        Assert.DoesNotContain("Three", souths);

        using var browser = await hub.SignedIn(north);
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync($"/studio/results/series/{series}"));
        Assert.Equal(["Closed", "3", "2 (66%)", "1", "75%"], page.QuerySelectorAll("tbody td").Select(c => c.TextContent.Trim()));
        Assert.Single(page.QuerySelectorAll("svg .plot-column"));
        Assert.Contains($"/studio/results/series/{series}", await browser.GetStringAsync("/studio/results/series"));
        var csv = await browser.GetStringAsync($"/studio/results/series/{series}/results.csv");
        Assert.Equal("2026-12-07 09:00,2026-12-09 09:00,3,2,1,0,75", csv.Split("\r\n")[1]);
        using var other = await hub.SignedIn(elsewhere);
        Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync($"/studio/results/series/{series}")).StatusCode);
        var lone = await hub.Person("ML");
        await hub.Grant(lone, "manager", top, null);
        await hub.Execute("delete from people_grant where person_id = @lone and site_id = @top", new { lone, top });
        await hub.Grant(lone, "manager", await hub.Site("WEST"), null);
        using var west = await hub.SignedIn(lone);
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync($"/studio/results/series/{series}")).StatusCode);
        Assert.DoesNotContain("Weekly five", await west.GetStringAsync("/studio/results/series"));
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync($"/studio/results/series/{series}/results.csv")).StatusCode);
    }
}
