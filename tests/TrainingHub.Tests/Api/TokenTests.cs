using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class TokenTests
{
    [Theory, BothDatabases]
    public async Task A_token_says_who_it_is(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var person = await hub.Person("E1", "hr");
        var me = await (await hub.Api(person)).Json("me");
        Assert.Equal(person, me.GetProperty("id").GetInt64());
        Assert.Equal("E1", me.Text("employeeNumber"));
        Assert.Equal("HUB", me.Text("site"));
        Assert.Equal(["hr", "learner"], me.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
    }

    [Theory, BothDatabases]
    public async Task A_revoked_token_and_that_of_somebody_who_left_open_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (person, leaver) = (await hub.Person("E1"), await hub.Person("E2"));
        var (first, second, theirs) = (await hub.Api(person), await hub.Api(person), await hub.Api(leaver));
        await hub.Execute("update people_token set revoked_at = @now where id = (select min(id) from people_token)", new { now = hub.Clock.GetUtcNow() });
        await hub.Execute("update people_person set left_on = @day where id = @leaver", new { leaver, day = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime).AddDays(-2) });

        await (await first.GetAsync("me")).Problem(401, "unauthenticated");
        await (await theirs.GetAsync("me")).Problem(401, "unauthenticated");
        Assert.Equal(person, (await second.Json("me")).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_token_may_do_no_more_than_its_scopes_and_no_more_than_its_person()
    {
        await using var hub = await TestHub.Start();
        var (hr, learner) = (await hub.Person("E1", "hr"), await hub.Person("E2"));
        var narrow = await hub.Api(hr, "courses.learn certification.own");
        await narrow.Json("courses");
        await (await narrow.GetAsync("quizzes")).Problem(403, "forbidden");

        var wide = await hub.Api(learner, "all certification.edit");
        await (await wide.Send(HttpMethod.Post, "programs/grooming/assignments", new { personId = learner })).Problem(403, "forbidden");
    }

    [Fact]
    public async Task A_sign_in_cookie_opens_nothing_below_the_api()
    {
        await using var hub = await TestHub.Start();
        var browser = await hub.SignedIn(await hub.Person("E1", "admin"));
        await (await browser.GetAsync("/api/v1/me")).Problem(401, "unauthenticated");
        await (await browser.Send(HttpMethod.Post, "/api/v1/programs/x/assignments", new { personId = 1 })).Problem(401, "unauthenticated");
    }
}
