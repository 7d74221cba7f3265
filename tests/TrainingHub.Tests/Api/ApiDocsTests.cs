using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform.Text;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class ApiDocsTests
{
    [Theory]
    [InlineData("en", "Conventions")]
    [InlineData("zh-CN", "约定")]
    public async Task The_readable_page_shows_every_operation_with_an_example_to_visitors(string language, string heading)
    {
        await using var hub = await TestHub.Start();
        var document = await hub.Visitor().Json("/openapi/v1.json");
        var page = new HtmlParser().ParseDocument(await hub.Visitor().GetStringAsync($"/docs/api?lang={language}"));
        Assert.Equal(heading, page.QuerySelector("h2")!.TextContent);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        foreach (var operation in path.Value.EnumerateObject())
        {
            var shown = page.GetElementById(operation.Value.Text("operationId"))!;
            Assert.Contains(path.Name, shown.QuerySelector("summary")!.TextContent);
            Assert.Contains($"curl {(operation.Name == "get" ? "" : $"-X {operation.Name.ToUpperInvariant()} ")}{hub.Url.GetLeftPart(UriPartial.Authority)}{path.Name}", shown.QuerySelector("pre")!.TextContent);
        }
        Assert.NotNull(page.GetElementById("idempotency-key-reused"));
        Assert.All(page.QuerySelectorAll("script[src], link[href]"), e => Assert.Matches("^(/[^/]|data:)", e.GetAttribute("src") ?? e.GetAttribute("href")));
    }

    [Fact]
    public async Task Every_summary_and_description_is_translated()
    {
        await using var hub = await TestHub.Start();
        var texts = hub.Services.GetRequiredService<Texts>();
        var document = await hub.Visitor().Json("/openapi/v1.json");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        foreach (var operation in path.Value.EnumerateObject())
            Assert.True(texts.Has(operation.Value.Text("summary")) && texts.Has(operation.Value.GetProperty("tags")[0].GetString()!), operation.Value.Text("summary"));
    }

    [Theory, BothDatabases]
    public async Task Old_idempotency_keys_are_forgotten_and_young_ones_kept(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        foreach (var (key, days) in new[] { ("old", -31), ("young", -29) })
            await hub.Execute("insert into platform_idempotency(token_id, idempotency_key, request_hash, status, response, at) values (1, @key, '', 200, '{}', @at)", new { key, at = hub.Clock.GetUtcNow().AddDays(days) });
        await hub.RunJob("api.forget-keys");
        Assert.Equal(["young"], await hub.Rows<string>("select idempotency_key from platform_idempotency"));
    }
}
