using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using TrainingHub.Tests.Api;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform;

/// <summary>The process is killed, as by a power cut: what was acknowledged is there afterwards.</summary>
public sealed class KilledTests
{
    [Fact]
    public async Task Answers_that_were_acknowledged_survive_the_sudden_end_of_the_process()
    {
        using var hub = new HubProcess();
        var port = PostgresCluster.FreePort();
        var made = await hub.Verb("token", "create", "--user", "hire@demo.example", "--scope", "all");
        Assert.True(made.Code == 0, made.Error);
        var token = made.Output.Trim().Split('\n')[^1];
        using var api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var process = await hub.Serve(port);
        var quiz = (await api.Json("quizzes")).Items()[0].GetProperty("id");
        const string Attempt = "0f8fad5b-d9cb-469f-a165-70867728950e";
        var sheet = await (await api.Send(HttpMethod.Post, $"quizzes/{quiz}/attempts", new { uuid = Attempt })).Body(201);
        var acknowledged = new ConcurrentDictionary<int, int>();
        var answering = sheet.Choices().Select(question => Task.Run(async () =>
        {
            var (slot, chosen) = (question.Slot, question.Options[..1]);
            for (var sequence = 1; ; sequence++)
            {
                try
                {
                    using var saved = await api.Send(HttpMethod.Put, $"attempts/{Attempt}/answers/{slot}", new { answer = new { chosen }, sequence, device = "test" });
                    if (!saved.IsSuccessStatusCode) throw new InvalidOperationException($"{saved.StatusCode}: {await saved.Content.ReadAsStringAsync()}");
                    acknowledged[slot] = sequence;
                }
                catch (HttpRequestException)
                {
                    return; // the process is gone
                }
            }
        })).ToList();
        while (acknowledged.IsEmpty || acknowledged.Values.Sum() < 60) await Task.WhenAny(Task.Delay(10), Task.WhenAny(answering));
        process.Kill();
        await Task.WhenAll(answering);

        await hub.Serve(port);
        var kept = (await api.Json($"attempts/{Attempt}")).GetProperty("questions").EnumerateArray().ToDictionary(q => q.GetProperty("slot").GetInt32(), q => q.GetProperty("sequence").GetInt32());
        Assert.All(acknowledged, answer => Assert.InRange(kept[answer.Key], answer.Value, answer.Value + 1));
        var expected = kept.Where(k => k.Value > 0).ToDictionary(k => $"{k.Key}", k => k.Value);
        Assert.Equal("finished", (await (await api.Send(HttpMethod.Post, $"attempts/{Attempt}/submit", new { expected })).Body()).Text("state"));
    }
}
