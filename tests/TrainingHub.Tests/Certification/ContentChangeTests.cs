using System.Net;
using AngleSharp.Dom;
using TrainingHub.Modules.Certification.Changes;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Changes;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Courses;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Certification.ContentChangeSteps;

namespace TrainingHub.Tests.Certification;

/// <summary>How those whom a change concerns are asked to learn the new text.</summary>
public sealed class ContentChangeTests
{
    [Theory, BothDatabases]
    public async Task One_button_assigns_the_lesson_and_at_most_five_questions_on_the_changed_clauses(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var person = await Certified(hub, "E1");
        var other = await hub.Person("E2");
        hub.Now("2026-03-10");
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        using var desk = await hub.SignedIn(hr);
        var page = await desk.Page($"/hr/changes/{version}");
        Assert.Equal(["Twenty seconds.", "Thirty seconds."], page.QuerySelectorAll(".change-text > p:nth-of-type(3)").Select(p => p.TextContent));
        Assert.Equal("Assign to this person", page.QuerySelector("main form button")!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await desk.PostAsync($"/hr/changes/{version}", page.Form("main form", [("LastDay", "2026-03-09")]))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await desk.PostAsync($"/hr/changes/{version}", page.Form("main form", [("LastDay", LastDay)]))).StatusCode);
        var delta = await hub.Scalar<long>("select id from certification_delta");
        var sitting = Assert.Single(await hub.Rows<SittingRow>("select clauses, questions, lead_url from quizzes_schedule"));
        Assert.Equal(new SittingRow("WSH-01", 5, $"/learn/changes/{delta}"), sitting);
        Assert.Equal("ok", (await hub.RunJob("work.general")).Outcome);
        Assert.Equal([person], await hub.Rows<long>("select person_id from notifications_notice where kind = 'quiz-open'"));

        // The home page and the quiz's page lead to the lesson first.
        using var phone = await hub.SignedIn(person);
        var url = $"/learn/changes/{delta}";
        Assert.Contains((await phone.Page("/")).QuerySelectorAll("main a"), a => a.GetAttribute("href") == url);
        var quiz = await Quiz(hub);
        var start = await phone.Page($"/learn/quizzes/{quiz}");
        Assert.Equal(url, start.QuerySelector("section a.btn-primary")!.GetAttribute("href"));
        Assert.Null(start.QuerySelector("input[name=schedule]"));
        var lesson = await phone.Page(url);
        Assert.Equal(["/learn/courses/washing/how"], lesson.QuerySelectorAll("section li a").Select(a => a.GetAttribute("href")));
        Assert.Null(lesson.QuerySelector("input[name=schedule]"));
        Assert.Equal(HttpStatusCode.Redirect, (await phone.PostAsync(url, lesson.Form("main form", []))).StatusCode);
        var after = await phone.Page(url);
        var begun = await phone.PostAsync($"/learn/quizzes/{quiz}", after.Form("main form", []));
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        var attempt = await hub.Scalar<long>("select max(id) from quizzes_attempt where person_id = @person", new { person });
        Assert.Equal(5, await hub.Scalar<long>("select count(*) from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id where s.attempt_id = @attempt and v.clause = 'WSH-01'", new { attempt }));
        Assert.Equal(5, await hub.Scalar<long>("select count(*) from quizzes_slot where attempt_id = @attempt", new { attempt }));

        var before = Assert.Single(await hub.Periods(person));
        Assert.Contains("Still open", (await desk.Page($"/hr/changes/{version}")).QuerySelector("#asked")!.Closest("section")!.TextContent, StringComparison.Ordinal);
        await Finishes(hub, person, attempt);
        Assert.Contains("Asked: 1, done: 1", await desk.GetStringAsync($"/hr/changes/{version}"), StringComparison.Ordinal);
        var csv = (await desk.GetStringAsync($"/hr/changes/{version}?handler=Csv")).Split("\r\n");
        Assert.Equal(("Employee number,Name,Site,Asked on,To be done by,Read on,Quiz", true), (csv[0].TrimStart('\uFEFF'), csv[1].StartsWith("E1,测试 E1,", StringComparison.Ordinal) && csv[1].EndsWith(",2026-03-10,2026-03-31,2026-03-10,Passed", StringComparison.Ordinal)));
        // It proves nothing about the course, and touches no certification.
        Assert.Equal(before, Assert.Single(await hub.Periods(person)));
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from v_certification_evidence"));

        using var stranger = await hub.SignedIn(other);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(url)).StatusCode);
        Assert.NotNull((await hub.Starts(other, quiz, schedule: await hub.Scalar<long>("select id from quizzes_schedule"))).Problem);
    }

    [Theory, BothDatabases]
    public async Task Who_fails_it_three_times_is_shown_to_hr_and_stays_certified(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var person = await Certified(hub, "E1");
        var version = await Publishes(hub, Course(two: "Use much soap."));
        Assert.Equal(1, (await Asks(hub, hr, version)).Value);
        var schedule = await hub.Scalar<long>("select id from quizzes_schedule");
        for (var i = 0; i < 3; i++) await Finishes(hub, person, await hub.Started(person, await Quiz(hub), schedule), right: false);
        Assert.Equal(["WSH-02", "WSH-02", "WSH-02"], await hub.Rows<string>("select v.clause from quizzes_slot s join quizzes_question_version v on v.id = s.question_version_id join quizzes_attempt a on a.id = s.attempt_id where a.schedule_id = @schedule", new { schedule }));
        using var desk = await hub.SignedIn(hr);
        Assert.Equal("Not passed", (await desk.Page($"/hr/changes/{version}")).QuerySelector("td .status")!.TextContent);
        Assert.Equal("certified", await hub.Status(person));
    }

    [Theory, BothDatabases]
    public async Task A_clause_without_a_question_is_read_only(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var person = await Certified(hub, "E1");
        var version = await Publishes(hub, Course(three: "Dry them well."));
        using var desk = await hub.SignedIn(hr);
        Assert.Contains("no question on these clauses", await desk.GetStringAsync($"/hr/changes/{version}"), StringComparison.Ordinal);
        Assert.Equal(1, (await Asks(hub, hr, version)).Value);
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from quizzes_schedule"));
        using var phone = await hub.SignedIn(person);
        var url = (await phone.Page("/")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).Single(h => h!.StartsWith("/learn/changes/", StringComparison.Ordinal))!;
        await phone.PostAsync(url, (await phone.Page(url)).Form("main form", []));
        Assert.Contains("you are done", await phone.GetStringAsync(url), StringComparison.Ordinal);
        Assert.DoesNotContain(url, await phone.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Asked: 1, done: 1", await desk.GetStringAsync($"/hr/changes/{version}"), StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Pressed_twice_it_assigns_once(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        await Certified(hub, "E1");
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        var both = await Task.WhenAll(Asks(hub, hr, version), Asks(hub, hr, version));
        Assert.Equal([1], both.Where(o => o.Problem is null).Select(o => o.Value));
        Assert.Equal("conflict", both.Single(o => o.Problem is not null).Problem!.Code);
        Assert.Equal("conflict", (await Asks(hub, hr, version)).Problem!.Code);
        Assert.Equal((1L, 1L, 1L), (await hub.Scalar<long>("select count(*) from certification_delta"), await hub.Scalar<long>("select count(*) from certification_delta_person"), await hub.Scalar<long>("select count(*) from quizzes_schedule")));
    }
}
