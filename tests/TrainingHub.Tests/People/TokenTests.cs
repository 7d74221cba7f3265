using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People;
using TrainingHub.Modules.People.Access;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.People;

public sealed class TokenTests
{
    private static async Task<HttpClient> With(TestHub hub, string user, string scopes)
    {
        var made = await hub.In(s => s.GetRequiredService<CreateToken>().Handle(user, scopes, default));
        var client = hub.Visitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Value);
        return client;
    }

    [Theory, BothDatabases]
    public async Task A_token_acts_for_its_person_within_its_scopes(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var hr = await hub.Person("HR1", Roles.Hr);
        using var narrow = await With(hub, "hr1", PeoplePermissions.View);
        Assert.Equal(HttpStatusCode.OK, (await narrow.GetAsync("/hr/people")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.GetAsync("/hr/people/new")).StatusCode);
        using var wide = await With(hub, "hr1@test.example", "all");
        Assert.Equal(HttpStatusCode.OK, (await wide.GetAsync("/hr/people/new")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wide.GetAsync("/admin/roles")).StatusCode);
        Assert.Equal(2, await hub.Scalar<long>("select count(*) from people_token where person_id = @hr and last_used_at is not null", new { hr }));
    }

    [Fact]
    public async Task Unknown_and_revoked_tokens_and_those_of_people_who_left_open_nothing()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("HR1", Roles.Hr);
        using var client = await With(hub, "hr1", "all");
        await hub.Execute("update people_token set revoked_at = @now", new { now = hub.Clock.GetUtcNow() });
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/hr/people")).StatusCode);
        using var fresh = await With(hub, "hr1", "all");
        await hub.Execute("update people_person set left_on = @day where id = @person", new { person, day = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime).AddDays(-2) });
        Assert.Equal(HttpStatusCode.Unauthorized, (await fresh.GetAsync("/hr/people")).StatusCode);
        fresh.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "th_nonsense");
        Assert.Equal(HttpStatusCode.Unauthorized, (await fresh.GetAsync("/hr/people")).StatusCode);
    }

    [Theory]
    [InlineData("nobody", "all", "Nobody here has")]
    [InlineData("HR1", "people.everything", "is no scope")]
    [InlineData("HR1", "", "at least one scope")]
    public async Task A_token_for_nobody_or_for_no_known_scope_is_refused(string user, string scopes, string message)
    {
        await using var hub = await TestHub.Start();
        await hub.Person("HR1", Roles.Hr);
        Outcome<string> made = await hub.In(s => s.GetRequiredService<CreateToken>().Handle(user, scopes, default));
        Assert.Contains(message, made.Problem?.ToString());
    }
}
