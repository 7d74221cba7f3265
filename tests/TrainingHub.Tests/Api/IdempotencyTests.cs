using System.Text.Json;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Api;

public sealed class IdempotencyTests
{
    private const string Assign = "programs/grooming/assignments";

    private static Task<long> Reasons(TestHub hub) => hub.Scalar<long>("select count(*) from certification_reason where kind = 'manual'");

    [Theory, BothDatabases]
    public async Task The_same_key_with_the_same_request_gets_the_first_answer_again_and_does_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var hr = await hub.Api(await hub.Person("E1", "hr"));
        var learner = await hub.Person("E2");

        var first = await hr.Send(HttpMethod.Post, Assign, new { personId = learner, dueOn = "2099-01-31" }, "key-1");
        var body = await first.Body(201);
        await hub.Execute("update certification_period set due_on = @day", new { day = new DateOnly(2099, 5, 5) });
        var again = await hr.Send(HttpMethod.Post, Assign, new { personId = learner, dueOn = "2099-01-31" }, "key-1");

        Assert.Equal(body.ToString(), (await again.Body(201)).ToString());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.NotNull(again.Headers.Location);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await Reasons(hub));
    }

    [Theory, BothDatabases]
    public async Task The_same_key_with_another_request_is_refused(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var hr = await hub.Api(await hub.Person("E1", "hr"));
        var (a, b) = (await hub.Person("E2"), await hub.Person("E3"));
        await (await hr.Send(HttpMethod.Post, Assign, new { personId = a }, "key-1")).Body(201);

        await (await hr.Send(HttpMethod.Post, Assign, new { personId = b }, "key-1")).Problem(422, "idempotency-key-reused");
        await (await hr.Send(HttpMethod.Post, "programs/greetings/assignments", new { personId = a }, "key-1")).Problem(422, "idempotency-key-reused");
        Assert.Equal(1, await Reasons(hub));

        // Another token's keys are its own.
        var other = await hub.Api(await hub.Person("E4", "hr"));
        await (await other.Send(HttpMethod.Post, Assign, new { personId = b }, "key-1")).Body(201);
    }

    [Theory, BothDatabases]
    public async Task Two_at_once_with_one_key_have_one_effect_and_one_answer(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var hr = await hub.Api(await hub.Person("E1", "hr"));
        var learner = await hub.Person("E2");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => hr.Send(HttpMethod.Post, Assign, new { personId = learner }, "key-1")));

        var bodies = new List<JsonElement>();
        foreach (var answer in answers) bodies.Add(await answer.Body(201));
        Assert.Single(bodies.Select(b => b.ToString()).Distinct());
        Assert.Equal(7, answers.Count(a => a.Headers.Contains("Idempotency-Replayed")));
        Assert.Equal(1, await Reasons(hub));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from platform_audit where action = 'certification.assigned'"));
    }

    [Theory, BothDatabases]
    public async Task What_was_refused_leaves_no_key_behind_and_is_judged_anew(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var hr = await hub.Api(await hub.Person("E1", "hr"));
        await (await hr.Send(HttpMethod.Post, Assign, new { personId = 2 }, "key-1")).Problem(404, "not-found");
        var learner = await hub.Person("E2");
        Assert.Equal(2, learner);
        await (await hr.Send(HttpMethod.Post, Assign, new { personId = 2 }, "key-1")).Body(201);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        await using var hub = await TestHub.Start();
        var hr = await hub.Api(await hub.Person("E1", "hr"));
        var problem = await (await hr.Send(HttpMethod.Post, Assign, new { personId = 1 }, key)).Problem(400, "invalid-parameter");
        Assert.Contains("Idempotency-Key", problem.Text("detail"));
    }
}
