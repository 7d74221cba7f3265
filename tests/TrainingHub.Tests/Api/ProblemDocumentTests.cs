using System.Text;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class ProblemDocumentTests
{
    [Fact]
    public async Task Every_refusal_of_the_framework_is_a_problem_document()
    {
        await using var hub = await TestHub.Start();
        var api = await hub.Api(await hub.Person("E1"));
        var visitor = hub.Visitor();

        await (await visitor.GetAsync("/api/v1/me")).Problem(401, "unauthenticated");
        await (await api.GetAsync("nowhere")).Problem(404, "not-found");
        await (await visitor.GetAsync("/api/v1/nowhere")).Problem(404, "not-found");
        await (await api.GetAsync("/api")).Problem(404, "not-found");
        await (await api.GetAsync("attempts/not-a-uuid")).Problem(404, "not-found");

        var wrongMethod = await api.DeleteAsync("me");
        await wrongMethod.Problem(405, "method-not-allowed");
        Assert.Contains("GET", wrongMethod.Content.Headers.Allow);

        await (await api.PutAsync("courses/x/lessons/y/progress", new StringContent("position=1", Encoding.UTF8, "application/x-www-form-urlencoded"))).Problem(415, "unsupported-media-type");
        await (await api.PutAsync("courses/x/lessons/y/progress", new StringContent(new string(' ', 1_000_001), Encoding.UTF8, "application/json"))).Problem(413, "body-too-large");
        await (await api.Send(HttpMethod.Post, "programs/x/assignments", new { personId = 1 })).Problem(403, "forbidden");
    }

    [Theory]
    [InlineData("courses?limit=0", "limit", "0")]
    [InlineData("courses?limit=201", "limit", "201")]
    [InlineData("courses?limit=many", "limit", "many")]
    [InlineData("courses?limit=", "limit", "")]
    [InlineData("courses?after=-1", "after", "-1")]
    [InlineData("courses?after=abc", "after", "abc")]
    [InlineData("assignments?person=me", "person", "me")]
    [InlineData("assignments?status=late", "status", "late")]
    public async Task A_wrong_parameter_is_named_with_what_it_holds(string path, string name, string value)
    {
        await using var hub = await TestHub.Start();
        var api = await hub.Api(await hub.Person("E1"));
        var problem = await (await api.GetAsync(path)).Problem(400, "invalid-parameter");
        Assert.Contains(name, problem.Text("detail"));
        Assert.Contains($"\"{value}\"", problem.Text("detail"));
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("{", "line 1")]
    [InlineData("[]", "$")]
    [InlineData("{}", "position")]
    [InlineData("{\"position\": \"5\"}", "$.position")]
    [InlineData("{\"position\": 1.5}", "$.position")]
    [InlineData("{\"position\": 101}", "101")]
    [InlineData("{\"position\": 5, \"completed\": null}", "$.completed")]
    [InlineData("{\"position\": 5, \"finished\": true}", "finished")]
    public async Task A_wrong_body_is_answered_with_the_place_that_is_wrong(string body, string named)
    {
        await using var hub = await TestHub.Start();
        var api = await hub.Api(await hub.Person("E1"));
        var problem = await (await api.PutAsync("courses/x/lessons/y/progress", new StringContent(body, Encoding.UTF8, "application/json"))).Problem(400, "invalid-body");
        Assert.Contains(named, problem.Text("detail"));
    }

    [Fact]
    public async Task The_detail_is_in_the_language_the_request_asks_for_and_else_in_that_of_the_account()
    {
        await using var hub = await TestHub.Start();
        var person = await hub.Person("E1");
        var api = await hub.Api(person);
        Assert.Equal("There is no such attempt.", (await (await api.GetAsync($"attempts/{Guid.Empty}")).Problem(404, "not-found")).Text("detail"));

        api.DefaultRequestHeaders.AcceptLanguage.Clear();
        await hub.Execute("update people_person set language = 'zh-CN'");
        var chinese = await api.GetAsync($"attempts/{Guid.Empty}");
        Assert.Contains("没有", (await chinese.Problem(404, "not-found")).Text("detail"));
        Assert.Equal("zh-CN", Assert.Single(chinese.Content.Headers.ContentLanguage));

        api.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr, en-GB;q=0.8, zh;q=0.5");
        Assert.Equal("There is no such attempt.", (await (await api.GetAsync($"attempts/{Guid.Empty}")).Problem(404, "not-found")).Text("detail"));
    }

    [Fact]
    public async Task A_fault_of_our_own_is_a_problem_document_that_tells_nothing_of_the_inside()
    {
        await using var hub = await TestHub.Start();
        var api = await hub.Api(await hub.Person("E1"));
        await hub.Execute("drop view v_certification_program");
        var problem = await (await api.GetAsync("programs")).Problem(500, "internal-error");
        Assert.DoesNotContain("v_certification_program", problem.ToString());
    }
}
