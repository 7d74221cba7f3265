using TrainingHub.Tests.Certificates;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class ScopeTests
{
    [Theory, BothDatabases]
    public async Task A_site_managers_token_sees_the_people_of_that_site_alone(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (north, south) = (await hub.Site("NORTH"), await hub.Site("SOUTH"));
        var (inside, outside, manager) = (await hub.PersonAt(north, "N1"), await hub.PersonAt(south, "S1"), await hub.PersonAt(north, "N2"));
        await hub.Grant(manager, "manager", north, null);
        var program = await hub.Program();
        var (seen, hidden) = (await hub.Certificate(inside, program), await hub.Certificate(outside, program));
        var api = await hub.Api(manager);

        Assert.Equal([inside, manager], (await api.Json("people")).Items().Select(p => p.GetProperty("id").GetInt64()));
        Assert.Equal("N1", (await api.Json($"people/{inside}")).Text("employeeNumber"));
        await (await api.GetAsync($"people/{outside}")).Problem(404, "not-found");
        Assert.Equal([inside], (await api.Json("assignments")).Items().Select(a => a.GetProperty("personId").GetInt64()));
        Assert.Empty((await api.Json($"assignments?person={outside}")).Items());
        Assert.Equal([seen], (await api.Json("certificates")).Items().Select(c => c.Text("number")));
        await api.Json($"certificates/{seen}");
        await (await api.GetAsync($"certificates/{hidden}")).Problem(404, "not-found");
        await (await api.GetAsync($"certificates/{hidden}/pdf")).Problem(404, "not-found");
    }

    [Theory, BothDatabases]
    public async Task Hr_of_a_site_neither_assigns_to_nor_revokes_from_people_of_another(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (north, south) = (await hub.Site("NORTH"), await hub.Site("SOUTH"));
        var (officer, outside) = (await hub.PersonAt(north, "N1"), await hub.PersonAt(south, "S1"));
        await hub.Grant(officer, "hr", north, null);
        var program = await hub.Program();
        var number = await hub.Certificate(outside, program);
        var api = await hub.Api(officer);

        await (await api.Send(HttpMethod.Post, "programs/grooming/assignments", new { personId = outside })).Problem(404, "not-found");
        await (await api.Send(HttpMethod.Post, $"certificates/{number}/revoke", new { reason = "Not mine" })).Problem(404, "not-found");
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from certificates_certificate where ended_at is not null"));
    }

    [Theory, BothDatabases]
    public async Task A_learner_sees_what_is_its_own_and_a_token_without_the_scope_no_more(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (learner, hr) = (await hub.Person("E1"), await hub.Person("E2", "hr"));
        var program = await hub.Program();
        var (own, others) = (await hub.Certificate(learner, program), await hub.Certificate(hr, program));

        Assert.Equal([own], (await (await hub.Api(learner)).Json("certificates")).Items().Select(c => c.Text("number")));
        await (await (await hub.Api(learner)).GetAsync($"certificates/{others}")).Problem(404, "not-found");
        Assert.Equal([others], (await (await hub.Api(hr, "certificates.own")).Json("certificates")).Items().Select(c => c.Text("number")));
        Assert.Equal([own, others], (await (await hub.Api(hr, "certificates.own certificates.view")).Json("certificates")).Items().Select(c => c.Text("number")));
        await (await (await hub.Api(learner)).GetAsync("people")).Problem(403, "forbidden");
    }

    [Theory, BothDatabases]
    public async Task Records_come_as_pages_or_as_one_csv_and_only_from_the_scope(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (north, south) = (await hub.Site("NORTH"), await hub.Site("SOUTH"));
        var (first, second, outside, manager) = (await hub.PersonAt(north, "N1"), await hub.PersonAt(north, "N2"), await hub.PersonAt(south, "S1"), await hub.PersonAt(north, "N3"));
        await hub.Grant(manager, "manager", north, null);
        var program = await hub.Program();
        foreach (var person in new[] { second, outside, first }) await hub.Certificate(person, program);
        var api = await hub.Api(manager);

        var page = await api.Json("records?limit=1");
        var next = await api.Json($"records?limit=1&after={page.Text("next")}");
        Assert.Equal([second, first], new[] { page, next }.Select(p => p.Items().Single().GetProperty("personId").GetInt64()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, next.GetProperty("next").ValueKind);
        Assert.Equal("2099-03-14", page.Items()[0].Text("expiresOn"));

        api.DefaultRequestHeaders.Accept.ParseAdd("text/csv");
        var csv = await api.GetAsync("records");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.DoesNotContain(lines, l => l.Contains("S1", StringComparison.Ordinal));
        await (await api.GetAsync("records?site=NOWHERE")).Problem(404, "not-found");
        await (await api.GetAsync("records?status=good")).Problem(400, "invalid-parameter");
        await (await api.GetAsync("records?asOf=2026-02-30")).Problem(400, "invalid-parameter");
    }
}
