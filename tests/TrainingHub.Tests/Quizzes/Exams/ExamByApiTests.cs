using System.Text.Json;
using TrainingHub.Tests.Api;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;
using static TrainingHub.Tests.Quizzes.Exams.ExamWords;

namespace TrainingHub.Tests.Quizzes.Exams;

/// <summary>An exam taken by a client of the API: every refusal has a code to branch on.</summary>
public sealed class ExamByApiTests
{
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Second = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

    [Theory, BothDatabases]
    public async Task The_code_the_pause_and_the_network_are_told_by_codes(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var quiz = await hub.Quiz(quiz: PlainQuiz + ", timeLimit: 60, accessCode: true, invigilated: true, networks: [203.0.113.0/24]");
        var (trainer, person) = (await hub.Person("T1", "trainer"), await hub.Person("E1"));
        using var api = await hub.Api(person);
        var attempts = $"quizzes/{quiz}/attempts";
        Assert.True((await api.Json("quizzes")).Items().Single().GetProperty("accessCode").GetBoolean());
        await (await api.Send(HttpMethod.Post, attempts, new { uuid = Uuid })).Problem(422, "network");
        api.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var code = await hub.DrawsCode(trainer);
        await (await api.Send(HttpMethod.Post, attempts, new { uuid = Uuid })).Problem(422, "access-code");
        await (await api.Send(HttpMethod.Post, attempts, new { uuid = Uuid, accessCode = "WRONG" })).Problem(422, "access-code");
        var sheet = await (await api.Send(HttpMethod.Post, attempts, new { uuid = Uuid, accessCode = code })).Body(201);
        Assert.Equal((JsonValueKind.Null, 4), (sheet.GetProperty("withheld").ValueKind, sheet.GetProperty("questions").GetArrayLength()));
        await (await api.Send(HttpMethod.Post, attempts, new { uuid = Uuid })).Body(201); // entered once is enough

        await hub.Pauses(trainer, quiz, sheet.GetProperty("id").GetInt64());
        sheet = await api.Json($"attempts/{Uuid}");
        Assert.Equal(("in-progress", "paused", 0), (sheet.Text("state"), sheet.Text("withheld"), sheet.GetProperty("questions").GetArrayLength()));
        Assert.EndsWith("Z", sheet.Text("pausedAt"));
        var answer = await api.Send(HttpMethod.Put, $"attempts/{Uuid}/answers/1", new { answer = new { chosen = new[] { "a" } }, sequence = 1, device = "app" });
        Assert.Equal("paused", (await answer.Problem(409, "paused")).GetProperty("stored").Text("outcome"));
        await (await api.Send(HttpMethod.Post, $"attempts/{Uuid}/submit", new { })).Problem(409, "paused");
        await hub.LetsGoOn(trainer, quiz, null);
        await (await api.Send(HttpMethod.Put, $"attempts/{Uuid}/answers/1", new { answer = new { chosen = new[] { "a" } }, sequence = 2, device = "app" })).Body();

        api.DefaultRequestHeaders.Remove("X-Forwarded-For");
        Assert.Equal("network", (await api.Json($"attempts/{Uuid}")).Text("withheld"));
        await (await api.Send(HttpMethod.Post, $"attempts/{Uuid}/submit", new { })).Body();
    }

    [Fact]
    public async Task An_attempt_that_was_begun_elsewhere_is_shown_once_the_code_was_given()
    {
        await using var hub = await TestHub.Start();
        var (quiz, trainer, person) = (await hub.Quiz(quiz: WithCode), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var code = await hub.DrawsCode(trainer);
        Assert.Null((await hub.Starts(person, quiz, Second, code: code)).Problem);
        using var api = await hub.Api(person);
        Assert.Equal("access-code", (await api.Json($"attempts/{Second}")).Text("withheld"));
        await (await api.Send(HttpMethod.Post, $"quizzes/{quiz}/attempts", new { uuid = Second, accessCode = code })).Body(201);
        Assert.Equal(4, (await api.Json($"attempts/{Second}")).GetProperty("questions").GetArrayLength());
    }
}
