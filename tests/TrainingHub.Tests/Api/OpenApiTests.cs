using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class OpenApiTests
{
    private static async Task<JsonElement> Document(TestHub hub) => await hub.Visitor().Json("/openapi/v1.json");

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name.ToUpperInvariant(), operation.Value);

    private static IEnumerable<RouteEndpoint> Mapped(TestHub hub) =>
        hub.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)).Distinct();

    [Fact]
    public async Task Every_route_below_the_api_is_in_the_document_and_every_operation_of_the_document_is_a_route()
    {
        await using var hub = await TestHub.Start();
        var mapped = Mapped(hub).SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {Regex.Replace(e.RoutePattern.RawText!, ":[a-z]+}", "}")}"));
        Assert.Equal(mapped.Order(StringComparer.Ordinal), Operations(await Document(hub)).Select(o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_takes_and_answers()
    {
        await using var hub = await TestHub.Start();
        foreach (var (path, method, operation) in Operations(await Document(hub)))
        {
            var name = $"{method} {path}";
            Assert.True(operation.TryGetProperty("summary", out var summary) && summary.GetString()!.Length > 5, name);
            Assert.True(operation.TryGetProperty("operationId", out _), name);
            var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
            foreach (Match part in Regex.Matches(path, "{([a-z]+)}")) Assert.Contains(parameters, p => p.Text("in") == "path" && p.Text("name") == part.Groups[1].Value);
            Assert.All(parameters.Where(p => p.Text("in") != "path"), p => Assert.True(p.TryGetProperty("description", out _), $"{name}: {p}"));
            Assert.Equal(method is not "GET", parameters.Any(p => p.Text("name") == "Idempotency-Key"));

            var responses = operation.GetProperty("responses").EnumerateObject().ToDictionary(r => r.Name, r => r.Value);
            var success = Assert.Single(responses, r => r.Key.StartsWith('2'));
            Assert.All(success.Value.GetProperty("content").EnumerateObject(), c => Assert.True(c.Value.TryGetProperty("schema", out _), name));
            Assert.All(responses.Where(r => !r.Key.StartsWith('2')), r => Assert.EndsWith("/ProblemDocument", r.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").Text("$ref")));
            Assert.Contains("500", responses.Keys);
            var isPublic = path.Contains("/verify/");
            Assert.Equal(isPublic ? 0 : 1, operation.TryGetProperty("security", out var security) ? security.GetArrayLength() : 0);
            Assert.Equal(!isPublic, responses.ContainsKey("401") && responses.ContainsKey("403"));
        }
    }

    [Fact]
    public async Task The_document_holds_to_the_conventions()
    {
        await using var hub = await TestHub.Start();
        var document = await Document(hub);
        Assert.StartsWith("3.", document.Text("openapi"));
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").Text("scheme"));
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            if (!schema.Value.TryGetProperty("properties", out var properties)) continue;
            foreach (var property in properties.EnumerateObject())
            {
                Assert.Matches("^[a-z][a-zA-Z]*$|^zh-CN$", property.Name);
                if (property.Name.EndsWith("On", StringComparison.Ordinal)) Assert.Equal("date", property.Value.Text("format"));
                if (property.Name.EndsWith("At", StringComparison.Ordinal)) Assert.Equal("date-time", property.Value.Text("format"));
            }
        }
    }

    [Fact]
    public async Task Every_operation_asks_for_a_permission_that_a_module_declares()
    {
        await using var hub = await TestHub.Start();
        var declared = hub.Services.GetRequiredService<Registry>().Permissions.Select(p => p.Key).ToHashSet();
        foreach (var endpoint in Mapped(hub).Where(e => !e.RoutePattern.RawText!.Contains("/verify/", StringComparison.Ordinal)))
        {
            var needs = Assert.Single(endpoint.Metadata.OfType<RequiresAttribute>());
            Assert.Contains(needs.Permission, declared);
            Assert.Equal("Token", needs.AuthenticationSchemes);
        }
    }
}
