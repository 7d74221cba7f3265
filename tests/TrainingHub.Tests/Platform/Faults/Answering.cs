using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TrainingHub.Tests.Api;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

/// <summary>The learner of the demo answers the questions of an attempt over and over, and remembers what the hub acknowledged.</summary>
internal sealed class Answering : IDisposable
{
    private const string Attempt = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private readonly HttpClient api;
    private readonly ConcurrentDictionary<int, int> acknowledged = new();
    private readonly ConcurrentDictionary<int, int> sent = new();
    private readonly CancellationTokenSource stop = new();
    private readonly int pause;
    private List<Task> learners = [];
    private int unavailable;
    private int away;

    private Answering(int port, string token, int pause)
    {
        this.pause = pause;
        api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        api.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public int Acknowledged => acknowledged.Values.Sum();

    /// <summary>Answers with 503, each a problem document that says when to try again.</summary>
    public int Unavailable => unavailable;

    /// <summary>Requests that found no process.</summary>
    public int Away => away;

    /// <summary>Answers that were neither; there must be none.</summary>
    public ConcurrentBag<string> Strange { get; } = [];

    public static async Task<string> Token(HubProcess hub, params string[] settings)
    {
        var made = await hub.Verb(settings, ["token", "create", "--user", "hire@demo.example", "--scope", "all"]);
        Assert.True(made.Code == 0, made.Error);
        return made.Output.Trim().Split('\n')[^1];
    }

    /// <param name="pause">Milliseconds between two answers to one question.</param>
    public static async Task<Answering> Begin(int port, string token, int pause = 0)
    {
        var answering = new Answering(port, token, pause);
        var quiz = (await answering.api.Json("quizzes")).Items()[0].GetProperty("id");
        var sheet = await (await answering.api.Send(HttpMethod.Post, $"quizzes/{quiz}/attempts", new { uuid = Attempt })).Body(201);
        answering.learners = [.. sheet.Choices().Select(q => Task.Run(() => answering.Answer(q.Slot, q.Options[0])))];
        return answering;
    }

    private async Task Answer(int slot, string option)
    {
        for (var sequence = 1; !stop.IsCancellationRequested; sequence++)
        {
            sent[slot] = sequence;
            try
            {
                using var saved = await api.Send(HttpMethod.Put, $"attempts/{Attempt}/answers/{slot}", new { answer = new { chosen = new[] { option } }, sequence, device = "test" });
                if (saved.IsSuccessStatusCode)
                {
                    acknowledged[slot] = sequence;
                }
                else if (saved.StatusCode == HttpStatusCode.ServiceUnavailable && saved.Headers.RetryAfter is not null && (await saved.Problem(503, "unavailable")).Text("detail").Length > 0)
                {
                    Interlocked.Increment(ref unavailable);
                    await Task.Delay(50);
                }
                else
                {
                    Strange.Add($"{(int)saved.StatusCode} {await saved.Content.ReadAsStringAsync()}");
                }
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref away);
                await Task.Delay(50);
            }
            if (pause > 0) await Task.Delay(pause);
        }
    }

    /// <summary>Waits until this is so; the hub must come to it by itself.</summary>
    public async Task Until(Func<Answering, bool> isSo, string what)
    {
        for (var i = 0; i < 1200 && Strange.IsEmpty && !isSo(this); i++) await Task.Delay(50);
        Assert.True(isSo(this), $"Waited in vain until {what}. Acknowledged {Acknowledged}, 503 {Unavailable}, away {Away}, strange: {string.Join('\n', Strange.Take(3))}");
    }

    /// <summary>Waits until people's answers are taken again.</summary>
    public Task UntilItGoesOn()
    {
        var before = Acknowledged;
        return Until(a => a.Acknowledged > before + 20, "answers are taken again");
    }

    /// <summary>Ends answering, and holds what is stored against what was acknowledged; then hands the attempt in.</summary>
    public async Task AllIsThere()
    {
        await stop.CancelAsync();
        await Task.WhenAll(learners);
        Assert.Empty(Strange);
        var kept = (await api.Json($"attempts/{Attempt}")).GetProperty("questions").EnumerateArray().ToDictionary(q => q.GetProperty("slot").GetInt32(), q => q.GetProperty("sequence").GetInt32());
        // What was sent and not acknowledged may or may not have arrived; what was acknowledged has.
        Assert.All(acknowledged, answer => Assert.InRange(kept[answer.Key], answer.Value, sent[answer.Key]));
        var expected = kept.Where(k => k.Value > 0).ToDictionary(k => $"{k.Key}", k => k.Value);
        Assert.Equal("finished", (await (await api.Send(HttpMethod.Post, $"attempts/{Attempt}/submit", new { expected })).Body()).Text("state"));
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        api.Dispose();
    }
}

/// <summary>What /readyz says.</summary>
internal static class Ready
{
    public static async Task<(bool IsReady, string Text)> Ask(int port)
    {
        using var visitor = new HttpClient();
        using var answer = await visitor.GetAsync($"http://127.0.0.1:{port}/readyz");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.IsSuccessStatusCode, string.Join(' ', json.RootElement.GetProperty("checks").EnumerateObject().Where(c => c.Value.GetString() != "ok").Select(c => $"{c.Name}: {c.Value}")));
    }

    /// <summary>Asks until it says this; "" where nothing is wrong.</summary>
    public static async Task Until(int port, string part)
    {
        var said = await Ask(port);
        for (var i = 0; i < 600 && (part.Length == 0 ? !said.IsReady : !said.Text.Contains(part, StringComparison.Ordinal)); i++)
        {
            await Task.Delay(50);
            said = await Ask(port);
        }
        if (part.Length == 0) Assert.True(said.IsReady, said.Text);
        else Assert.Contains(part, said.Text, StringComparison.Ordinal);
    }
}
