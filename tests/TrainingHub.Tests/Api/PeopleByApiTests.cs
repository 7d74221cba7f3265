using System.Text;
using TrainingHub.Tests.People;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class PeopleByApiTests
{
    private static object Hire(string number, string site = "HUB") => new { name = "王芳", latinName = "Wang Fang", employeeNumber = number, language = "zh-CN", hiredOn = "2026-03-01", site };

    private static Task<HttpResponseMessage> Import(HttpClient api, string csv) => api.PostAsync("people/import", new StringContent(csv, Encoding.UTF8, "text/csv"));

    [Theory, BothDatabases]
    public async Task Hr_hires_once_however_often_it_is_sent_and_changes_what_is_given(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Site("NORTH");
        var hr = await hub.Api(await hub.Person("E1", "hr"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hr.Send(HttpMethod.Post, "people", Hire("W1"), "hire-1")));
        var hired = await answers[0].Body(201);
        foreach (var answer in answers[1..]) Assert.Equal(hired.ToString(), (await answer.Body(201)).ToString());
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from people_person where employee_number = 'W1'"));
        await (await hr.Send(HttpMethod.Post, "people", Hire("W1"))).Problem(409, "conflict");
        Assert.Equal(hired.ToString(), (await hr.Json(answers[0].Headers.Location!.OriginalString)).ToString());

        var changed = await (await hr.Send(HttpMethod.Patch, $"people/{hired.GetProperty("id")}", new { latinName = "Fang Wang", site = "NORTH" })).Body();
        Assert.Equal(("Fang Wang", "NORTH", "王芳"), (changed.Text("latinName"), changed.Text("site"), changed.Text("name")));
        await (await hr.Send(HttpMethod.Patch, $"people/{hired.GetProperty("id")}", new { name = "李", site = "NOWHERE" })).Problem(422, "refused");
        Assert.Equal("王芳", (await hr.Json($"people/{hired.GetProperty("id")}")).Text("name"));
    }

    [Theory, BothDatabases]
    public async Task A_csv_is_imported_whole_or_not_at_all_with_a_fault_for_each_wrong_line(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var hr = await hub.Api(await hub.Person("E1", "hr"));
        const string good = "name,employee_number,language,hired_on,site\n王芳,W1,zh-CN,2026-03-01,HUB\nAnna Meyer,W2,en,2026-03-02,HUB\n";

        var refused = await (await Import(hr, good + "Bob,W3,en,2026-02-30,HUB\nEve,W4,en,2026-03-01,NOWHERE\n")).Problem(422, "refused");
        Assert.Equal([4, 5], refused.GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("line").GetInt32()));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from people_person where employee_number like 'W%'"));

        Assert.Equal(2, (await (await Import(hr, good)).Body()).GetProperty("added").GetInt32());
        Assert.Equal(2, (await (await Import(hr, good)).Body()).GetProperty("unchanged").GetInt32());
        await (await hr.Send(HttpMethod.Post, "people/import", new { })).Problem(415, "unsupported-media-type");
    }

    [Theory, BothDatabases]
    public async Task Hr_of_a_site_hires_and_changes_at_that_site_alone(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (north, south) = (await hub.Site("NORTH"), await hub.Site("SOUTH"));
        var (officer, outside) = (await hub.PersonAt(north, "N1"), await hub.PersonAt(south, "S1"));
        await hub.Grant(officer, "hr", north, null);
        var api = await hub.Api(officer);

        await (await api.Send(HttpMethod.Post, "people", Hire("W1", "NORTH"))).Body(201);
        await (await api.Send(HttpMethod.Post, "people", Hire("W2", "SOUTH"))).Problem(404, "not-found");
        await (await api.Send(HttpMethod.Patch, $"people/{outside}", new { name = "Mine" })).Problem(404, "not-found");
        await (await (await hub.Api(outside)).Send(HttpMethod.Post, "people", Hire("W3", "SOUTH"))).Problem(403, "forbidden");
    }
}
