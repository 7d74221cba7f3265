using System.Globalization;
using System.Text;
using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

/// <summary>The whole way from the first lesson to the certificate, by a hire's token alone.</summary>
public sealed class LearnerByApiTests
{
    /// <summary>What each slot's question wants, which the API never tells.</summary>
    private static async Task<Dictionary<int, JsonElement>> Right(TestHub hub, string uuid)
    {
        var attempt = await hub.Scalar<long>("select id from quizzes_attempt where uuid = @uuid", new { uuid });
        var right = new Dictionary<int, JsonElement>();
        foreach (var slot in await hub.Rows<int>("select slot from quizzes_slot where attempt_id = @attempt order by slot", new { attempt }))
            right.Add(slot, await hub.AnswerTo(attempt, slot));
        return right;
    }

    private static async Task ReadAll(HttpClient api, string course)
    {
        foreach (var lesson in (await api.Json($"courses/{course}")).GetProperty("lessons").EnumerateArray())
            await (await api.Send(HttpMethod.Put, $"courses/{course}/lessons/{lesson.Text("slug")}/progress", new { position = 100, completed = true })).Body();
    }

    [Theory, BothDatabases]
    public async Task A_hire_reads_takes_the_quiz_and_holds_a_certificate_that_hr_revokes(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var person = await hub.Person("E1");
        var api = await hub.Api(person);
        var hr = await hub.Api(await hub.Person("E2", "hr"));
        // Sooner than the rule of the module, which asks for it within a week.
        var due = DateOnly.FromDateTime(hub.Clock.GetUtcNow().UtcDateTime).AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await (await hr.Send(HttpMethod.Post, "programs/grooming/assignments", new { personId = person, dueOn = due })).Body(201);
        var assigned = Assert.Single((await api.Json("assignments?status=assigned")).Items(), a => a.Text("program") == "grooming");
        Assert.Equal(due, (await api.Json($"assignments?person={person}")).Items().Single(a => a.GetProperty("id").GetInt64() == assigned.GetProperty("id").GetInt64()).Text("dueOn"));

        await ReadAll(api, "grooming");
        Assert.All((await api.Json("courses/grooming")).GetProperty("lessons").EnumerateArray(), l => Assert.EndsWith("Z", l.Text("completedAt")));

        var quiz = (await api.Json("quizzes")).Items().Single(q => q.Text("slug") == "grooming");
        var uuid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e").ToString();
        var started = await api.Send(HttpMethod.Post, $"quizzes/{quiz.GetProperty("id")}/attempts", new { uuid });
        var sheet = await started.Body(201);
        Assert.Equal($"/api/v1/attempts/{uuid}", started.Headers.Location!.OriginalString);
        Assert.Equal("in-progress", sheet.Text("state"));
        Assert.Equal(uuid, (await (await api.Send(HttpMethod.Post, $"quizzes/{quiz.GetProperty("id")}/attempts", new { uuid })).Body(201)).Text("uuid"));

        var right = await Right(hub, uuid);
        foreach (var (slot, answer) in right)
            Assert.Equal("counted", (await (await api.Send(HttpMethod.Put, $"attempts/{uuid}/answers/{slot}", new { answer, sequence = 1, device = "test" })).Body()).Text("outcome"));
        var result = await (await api.Send(HttpMethod.Post, $"attempts/{uuid}/submit", new { expected = right.Keys.ToDictionary(s => s, _ => 1) })).Body();
        Assert.True(result.GetProperty("passed").GetBoolean());
        Assert.Equal("finished", result.Text("state"));

        var certificate = Assert.Single((await api.Json("certificates?program=grooming&status=valid")).Items());
        var number = certificate.Text("number");
        Assert.Equal(number, (await api.Json($"certificates/{number}")).Text("number"));
        var pdf = await api.GetAsync($"certificates/{number}/pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(await pdf.Content.ReadAsByteArrayAsync()));
        Assert.Equal("certified", (await api.Json("assignments?status=certified")).Items().Single().Text("status"));

        var visitor = hub.Visitor();
        var verified = await visitor.Json($"/api/v1/verify/{certificate.Text("code")}");
        Assert.Equal(("valid", number), (verified.Text("status"), verified.Text("number")));
        Assert.DoesNotContain("测试 E1", verified.ToString());

        await (await api.Send(HttpMethod.Post, $"certificates/{number}/revoke", new { reason = "Cheated" })).Problem(403, "forbidden");
        var revoked = await (await hr.Send(HttpMethod.Post, $"certificates/{number}/revoke", new { reason = "Cheated" }, "revoke-1")).Body();
        Assert.Equal("revoked", revoked.Text("status"));
        Assert.Equal(revoked.ToString(), (await (await hr.Send(HttpMethod.Post, $"certificates/{number}/revoke", new { reason = "Cheated" }, "revoke-1")).Body()).ToString());
        await (await hr.Send(HttpMethod.Post, $"certificates/{number}/revoke", new { reason = "Cheated" })).Problem(409, "conflict");
        Assert.Equal("revoked", (await visitor.Json($"/api/v1/verify/{certificate.Text("code")}")).Text("status"));
        Assert.Equal(number, (await hr.Json($"certificates?person={person}&status=revoked")).Items().Single().Text("number"));
    }

    [Theory, BothDatabases]
    public async Task An_answer_that_comes_too_late_in_the_order_is_told_what_is_stored(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var api = await hub.Api(await hub.Person("E1"));
        var quiz = (await api.Json("quizzes")).Items()[0].GetProperty("id");
        var sheet = await (await api.Send(HttpMethod.Post, $"quizzes/{quiz}/attempts", new { uuid = "0f8fad5b-d9cb-469f-a165-70867728950e" })).Body(201);
        var (uuid, attempt) = (sheet.Text("uuid"), await hub.Scalar<long>("select max(id) from quizzes_attempt"));
        var (first, second) = (await hub.AnswerTo(attempt, 1), await hub.AnswerTo(attempt, 1, right: false));
        Task<HttpResponseMessage> Answer(int sequence, JsonElement answer) => api.Send(HttpMethod.Put, $"attempts/{uuid}/answers/1", new { answer, sequence, device = "phone" });

        await (await Answer(2, first)).Body();
        var stale = await (await Answer(1, second)).Problem(409, "stale");
        Assert.Equal(2, stale.GetProperty("stored").GetProperty("sequence").GetInt32());
        Assert.Equal(first.GetRawText(), stale.GetProperty("stored").GetProperty("stored").GetRawText());

        var early = await (await api.Send(HttpMethod.Post, $"attempts/{uuid}/submit", new { expected = new Dictionary<string, int> { ["1"] = 3 } })).Problem(409, "conflict");
        Assert.Contains("1", early.Text("detail"));
        Assert.Equal("in-progress", (await api.Json($"attempts/{uuid}")).Text("state"));
        await (await (await hub.Api(await hub.Person("E2"))).GetAsync($"attempts/{uuid}")).Problem(404, "not-found");
        Assert.Equal("finished", (await (await api.Send(HttpMethod.Post, $"attempts/{uuid}/submit", null)).Body()).Text("state"));
    }
}
