using System.Diagnostics;
using System.Text.Json;

namespace TrainingHub.Benchmarks;

/// <summary>Learners who take a quiz through the API: start, an answer to each question, submit, read the result. Each request waits for the one before it.</summary>
/// <param name="tokens">One learner each; a connection goes on with the next one after each attempt.</param>
internal sealed class AttemptLoad(long quizId, IReadOnlyList<string> tokens, int connections)
{
    private readonly int[] rounds = new int[connections];
    private static long made;
    private long putOff;

    /// <summary>How many requests the hub could not take for now (503); each was sent again until it was taken, and its time counts to the end.</summary>
    public long PutOff => Interlocked.Read(ref putOff);

    /// <summary>Times the whole attempt.</summary>
    public async Task Whole(int connection, HttpLine line, List<double> times)
    {
        var began = Stopwatch.GetTimestamp();
        await Take(connection, line, null);
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>Times each answer by itself, until the hub has said that it is kept.</summary>
    public Task Answers(int connection, HttpLine line, List<double> times) => Take(connection, line, times);

    private async Task Take(int connection, HttpLine line, List<double>? answerTimes)
    {
        // Each connection has learners of its own: one attempt of a learner at a time.
        var own = tokens.Count / connections;
        var headers = tokens[connection * own + rounds[connection]++ % own];
        var uuid = $"{Interlocked.Increment(ref made):x8}-0000-4000-8000-{Environment.ProcessId:x12}";
        await Send(line, HttpLine.Request("POST", $"/api/v1/quizzes/{quizId}/attempts", headers, $$"""{"uuid":"{{uuid}}"}"""), 201);
        foreach (var (slot, option) in Choices(line.Body()))
        {
            var request = HttpLine.Request("PUT", $"/api/v1/attempts/{uuid}/answers/{slot}", headers, $$"""{"answer":{"chosen":["{{option}}"]},"sequence":1,"device":"benchmark"}""");
            var began = Stopwatch.GetTimestamp();
            await Send(line, request, 200);
            answerTimes?.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        await Send(line, HttpLine.Request("POST", $"/api/v1/attempts/{uuid}/submit", headers, "{}"), 200);
        await Send(line, HttpLine.Request("GET", $"/api/v1/attempts/{uuid}", headers), 200);
    }

    private async Task Send(HttpLine line, byte[] request, int expected)
    {
        int status;
        while ((status = await line.Ask(request)) == 503)
        {
            Interlocked.Increment(ref putOff);
            await Task.Delay(100);
        }
        if (status != expected) throw new InvalidOperationException($"An attempt got {status} instead of {expected}.");
    }

    /// <summary>The first option of each question that is answered by choosing: some are right.</summary>
    private static List<(int Slot, string Option)> Choices(byte[] sheet)
    {
        using var json = JsonDocument.Parse(sheet);
        return [.. json.RootElement.GetProperty("questions").EnumerateArray().Where(q => q.GetProperty("kind").GetString() is "single" or "multiple" or "true-false").Select(q => (q.GetProperty("slot").GetInt32(), q.GetProperty("options")[0].GetProperty("id").GetString()!))];
    }
}
