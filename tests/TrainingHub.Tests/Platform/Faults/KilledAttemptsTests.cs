using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using TrainingHub.Tests.Api;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Platform.Faults;

/// <summary>The process is killed (SIGKILL) while 64 people take a quiz at once, and started again: every answer that was acknowledged is there.</summary>
public sealed class KilledAttemptsTests
{
    private const int Learners = 64;

    [Fact]
    public async Task Every_acknowledged_answer_of_64_attempts_outlives_the_process()
    {
        using var hub = new HubProcess();
        var people = new StringBuilder("name,latin_name,email,employee_number,language,hired_on,site,department,position\n");
        Assert.Equal(0, (await hub.Verb("jobs", "list")).Code);
        var site = await Site(hub);
        for (var i = 0; i < Learners; i++) people.Append(CultureInfo.InvariantCulture, $"员工{i},,k{i}@demo.example,K{i},zh-CN,2026-03-01,{site},,\n");
        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "people.csv"), people.ToString());
        Assert.Equal(0, (await hub.Verb("people", "import", "people.csv")).Code);
        var tokens = await Tokens(hub);

        var port = PostgresCluster.FreePort();
        var process = await hub.Serve(port);
        var learners = tokens.Select((token, i) => new Learner(port, token, $"00000000-0000-4000-8000-{i:d12}")).ToList();
        var quiz = (await learners[0].Quizzes()).GetInt64();
        await Task.WhenAll(learners.Select(l => l.Start(quiz)));
        using var stop = new CancellationTokenSource();
        var answering = learners.ConvertAll(l => Task.Run(() => l.Answer(stop.Token)));
        for (var kill = 0; kill < 2; kill++)
        {
            var before = learners.Sum(l => l.Acknowledged.Count);
            while (learners.Sum(l => l.Acknowledged.Count) < before + 400) await Task.Delay(20);
            process.Kill(); // SIGKILL
            await process.WaitForExitAsync();
            process = await hub.Serve(port);
        }
        await stop.CancelAsync();
        await Task.WhenAll(answering);
        Assert.All(learners, l => Assert.NotEmpty(l.Acknowledged));
        await Task.WhenAll(learners.Select(l => l.AllIsThere()));
        learners.ForEach(l => l.Dispose());
    }

    private static SqliteConnection Open(HubProcess hub) => new($"Data Source={Path.Combine(hub.DataFolder, "traininghub.db")};Pooling=False");

    private static async Task<string> Site(HubProcess hub)
    {
        await using var connection = Open(hub);
        return (await connection.ExecuteScalarAsync<string>("select code from people_site order by id limit 1"))!;
    }

    /// <summary>Written straight into the database: 64 starts of the verb would take longer than the test.</summary>
    private static async Task<List<string>> Tokens(HubProcess hub)
    {
        await using var connection = Open(hub);
        var tokens = Enumerable.Range(0, Learners).Select(i => $"test-token-{i}").ToList();
        for (var i = 0; i < Learners; i++)
        {
            await connection.ExecuteAsync(
                "insert into people_token(person_id, name, token_hash, scopes, created_at) select id, 'test', @hash, 'all', '2026-01-01T00:00:00.0000000Z' from people_person where employee_number = @number",
                new { hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tokens[i]))), number = $"K{i}" });
        }
        return tokens;
    }

    private sealed class Learner : IDisposable
    {
        private readonly HttpClient api;
        private readonly string attempt;
        private List<(int Slot, string[] Options)> questions = [];

        public Learner(int port, string token, string attempt)
        {
            this.attempt = attempt;
            api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
            api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        /// <summary>Slot to the greatest sequence that was acknowledged, and what it said.</summary>
        public ConcurrentDictionary<int, (int Sequence, string Option)> Latest { get; } = new();

        public ConcurrentQueue<int> Acknowledged { get; } = new();

        public async Task<System.Text.Json.JsonElement> Quizzes() => (await api.Json("quizzes")).Items()[0].GetProperty("id");

        public async Task Start(long quiz)
        {
            var sheet = await (await api.Send(HttpMethod.Post, $"quizzes/{quiz}/attempts", new { uuid = attempt })).Body(201);
            questions = [.. sheet.Choices()];
        }

        public async Task Answer(CancellationToken stop)
        {
            var sequence = 0;
            while (!stop.IsCancellationRequested)
            {
                sequence++;
                foreach (var (slot, options) in questions)
                {
                    var option = options[sequence % options.Length];
                    try
                    {
                        using var saved = await api.Send(HttpMethod.Put, $"attempts/{attempt}/answers/{slot}", new { answer = new { chosen = new[] { option } }, sequence, device = "phone" });
                        if (saved.StatusCode == HttpStatusCode.OK)
                        {
                            Latest[slot] = (sequence, option);
                            Acknowledged.Enqueue(slot);
                        }
                    }
                    catch (HttpRequestException)
                    {
                        await Task.Delay(50, CancellationToken.None); // no process there: what was sent may have arrived or not
                    }
                    if (stop.IsCancellationRequested) return;
                }
            }
        }

        public async Task AllIsThere()
        {
            var kept = (await api.Json($"attempts/{attempt}")).GetProperty("questions").EnumerateArray().ToDictionary(q => q.GetProperty("slot").GetInt32());
            foreach (var (slot, (sequence, option)) in Latest)
            {
                // What was sent and not acknowledged may be there beyond it.
                var at = kept[slot].GetProperty("sequence").GetInt32();
                Assert.InRange(at, sequence, int.MaxValue);
                if (at == sequence) Assert.Equal(option, kept[slot].GetProperty("answer").GetProperty("chosen")[0].GetString());
            }
            Assert.Equal("finished", (await (await api.Send(HttpMethod.Post, $"attempts/{attempt}/submit", new { })).Body()).Text("state"));
        }

        public void Dispose() => api.Dispose();
    }
}
