using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
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

/// <summary>Who is found by a change, and by whom.</summary>
public sealed class ContentChangeReachTests
{
    [Theory, BothDatabases]
    public async Task A_material_change_finds_just_those_who_passed_on_the_old_text(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var old = await Certified(hub, "E1");
        var revoked = await Certified(hub, "E2");
        var again = await Certified(hub, "E3");
        var reader = await Certified(hub, "E4");
        var gone = await Certified(hub, "E5");
        await Assigned(hub, "E6"); // holds nothing yet
        Assert.Null(await hub.Revokes((await hub.Periods(revoked)).Single().Id));
        await hub.Execute("update people_person set left_on = @day where id = @gone", new { day = CertificationWords.Day("2026-03-01"), gone });
        hub.Now("2026-03-10");
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        Assert.Equal([old, again, reader], await Concerned(hub, version, hr));

        await Passes(hub, again);
        await hub.Execute("insert into courses_round(person_id, course_id, round, started_at) select @reader, id, 2, @now from courses_course", new { reader, now = hub.Clock.GetUtcNow() });
        await Reads(hub, reader);
        await Certified(hub, "E7");
        Assert.Equal([old], await Concerned(hub, version, hr));

        // The certification of the old text runs out.
        hub.Now("2027-04-01");
        Assert.Empty(await Concerned(hub, version, hr));
    }

    [Theory, BothDatabases]
    public async Task Who_began_before_and_submitted_after_the_publishing_saw_the_old_text(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        var taker = await Assigned(hub, "E1");
        await Reads(hub, taker);
        var attempt = await hub.Started(taker, await Quiz(hub));
        // The same of reading: the lesson that teaches the clause decides, not when the course was completed.
        await hub.Programme("reading", CertificationSteps.Yaml("reading", requires: "course: washing", assign: null));
        var (reader, other) = (await hub.Person("E2"), await hub.Person("E3"));
        foreach (var person in (long[])[reader, other]) await hub.Assigns(person, "reading");
        // And of who has nothing but the quiz.
        await hub.Programme("exam", CertificationSteps.Yaml("exam", requires: "quiz: washing", assign: null));
        var examined = await hub.Person("E4");
        await hub.Assigns(examined, "exam");
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await Reads(hub, reader, "how");
        await Reads(hub, other, "why");
        var exam = await hub.Started(examined, await Quiz(hub));
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var version = await Publishes(hub, Course(three: "Dry them well."));
        await Finishes(hub, taker, attempt);
        await Finishes(hub, examined, exam);
        await Reads(hub, reader, "why");
        await Reads(hub, other, "how");
        foreach (var person in (long[])[taker, reader, other, examined]) Assert.Equal("certified", await hub.Status(person));
        Assert.Equal([taker, reader, examined], await Concerned(hub, version, hr));
    }

    [Theory, BothDatabases]
    public async Task Cosmetic_and_clarifying_changes_concern_nobody(TestDatabase database)
    {
        await using var hub = await Start(database);
        var hr = await hub.Person("HR", Roles.Hr);
        await Certified(hub, "E1");
        var cosmetic = await Publishes(hub, Course(one: "Thirty seconds."), "cosmetic");
        var clarifying = await Publishes(hub, Course(one: "Forty seconds."), "clarifying");
        foreach (var version in (long[])[cosmetic, clarifying])
        {
            Assert.Empty(await Concerned(hub, version, hr));
            Assert.Equal("not-found", (await Asks(hub, hr, version)).Problem!.Code);
        }
        using var browser = await hub.SignedIn(hr);
        Assert.Empty((await browser.Page("/hr/changes")).QuerySelectorAll("tbody tr"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/hr/changes/{cosmetic}")).StatusCode);
    }

    [Theory, BothDatabases]
    public async Task Each_sees_and_asks_only_people_within_reach(TestDatabase database)
    {
        await using var hub = await Start(database);
        var site = await hub.Site("SH1");
        var here = await Certified(hub, "E1");
        var there = await Certified(hub, "E2");
        await hub.Execute("update people_person set site_id = @site where id = @here", new { site, here });
        var local = await hub.Person("HR1");
        await hub.Grant(local, Roles.Hr, site, null);
        var manager = await hub.Person("M1");
        await hub.Grant(manager, Roles.Manager, site, null);
        var all = await hub.Person("HR", Roles.Hr);
        var version = await Publishes(hub, Course(one: "Thirty seconds."));
        Assert.Equal([here], await Concerned(hub, version, local));
        using var looks = await hub.SignedIn(manager);
        var page = await looks.Page($"/hr/changes/{version}");
        Assert.Equal((1, 0), (page.QuerySelectorAll("tbody tr").Length, page.QuerySelectorAll("main form").Length));
        await Forms.Post(looks, "/hr/changes", $"/hr/changes/{version}", new() { ["LastDay"] = LastDay });
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certification_delta"));
        Assert.Equal(1, (await Asks(hub, local, version)).Value);
        Assert.Equal([there], await Concerned(hub, version, all));
        Assert.Equal(1, (await Asks(hub, all, version)).Value);
        using var browser = await hub.SignedIn(local);
        Assert.Equal(["测试 E1"], (await browser.Page($"/hr/changes/{version}")).QuerySelectorAll("tbody th").Select(h => h.TextContent));
        Assert.DoesNotContain("E2", await browser.GetStringAsync($"/hr/changes/{version}?handler=Csv"), StringComparison.Ordinal);
        using var learner = await hub.SignedIn(here);
        Assert.NotEqual(HttpStatusCode.OK, (await learner.GetAsync($"/hr/changes/{version}")).StatusCode);
    }

    [Theory]
    [InlineData(TestDatabase.Sqlite, "washing", "washing")]
    [InlineData(TestDatabase.Postgres, "washing/WSH-01", "washing/WSH-01")]
    public async Task Who_certified_by_signing_the_old_text_is_found_until_they_sign_the_new_one(TestDatabase database, string asked, string key)
    {
        await using var hub = await CertificationSteps.StartAt(database, "2026-03-02");
        SampleCourse Signing(string one)
        {
            var course = Course(one);
            course["program.yaml"] = CertificationSteps.Yaml("washing", assign: null, requires: $"signed: {asked}");
            return course;
        }
        await Signing("Twenty seconds.").Import(hub);
        var (hr, person) = (await hub.Person("HR", Roles.Hr), await Assigned(hub, "E1"));
        Task<int> Signs(int n) => hub.In(async s =>
        {
            await s.GetRequiredService<IEvidence>().Record([new Deed(person, "signed", key, hub.Clock.GetUtcNow(), $"signing:{n}")], default);
            return 0;
        });
        await Signs(1);
        Assert.Equal("certified", await hub.Status(person));
        hub.Now("2026-03-10");
        var version = await Publishes(hub, Signing("Thirty seconds."));
        Assert.Equal([person], await Concerned(hub, version, hr));
        await Signs(2);
        Assert.Empty(await Concerned(hub, version, hr));
    }
}
