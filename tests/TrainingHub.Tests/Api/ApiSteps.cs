using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

/// <summary>The API as a client sees it.</summary>
internal static class ApiSteps
{
    /// <summary>A client with a token of this person, that reads English.</summary>
    public static async Task<HttpClient> Api(this TestHub hub, long personId, string scopes = "all")
    {
        var token = $"th_test{personId}{scopes}{hub.Clock.GetUtcNow().Ticks}";
        await hub.Execute("insert into people_token(person_id, name, token_hash, scopes, created_at) values (@personId, 'test', @hash, @scopes, @now)",
            new { personId, hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), scopes, now = hub.Clock.GetUtcNow() });
        var client = hub.Visitor();
        client.BaseAddress = new Uri(hub.Url, "/api/v1/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return client;
    }

    /// <summary>The body of an answer that must be a success.</summary>
    public static async Task<JsonElement> Json(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.Body();
    }

    public static async Task<JsonElement> Body(this HttpResponseMessage response, int status = 200)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The problem document of an answer that must be one, complete and with this status and code.</summary>
    public static async Task<JsonElement> Problem(this HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, problem.Text("code"));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal($"/docs/api#{code}", problem.Text("type"));
        Assert.NotEmpty(problem.Text("title"));
        Assert.NotEmpty(problem.Text("detail"));
        return problem;
    }

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null");

    public static List<JsonElement> Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    public static Task<HttpResponseMessage> Send(this HttpClient client, HttpMethod method, string path, object? body, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return client.SendAsync(request);
    }
}
