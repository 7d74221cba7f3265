using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>The contract as the API uses it: by UUID or number, everything repeatable, never a right answer.</summary>
public sealed class QuizTakingTests
{
    private const string Uuid = "3f0e0d9e-6c7c-4d35-9f0a-1f2e3d4c5b6a";

    private static Task<T> Taking<T>(TestHub hub, long person, Func<IQuizTaking, Task<T>> act) => hub.As(person, s => act(s.GetRequiredService<IQuizTaking>()));

    [Theory, BothDatabases]
    public async Task A_client_takes_a_quiz_by_the_uuid_it_chose_and_may_repeat_every_step(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person) = (await hub.Quiz(), await hub.Person("E1"));
        var answer = JsonSerializer.Deserialize<JsonElement>(Chosen("a"));
        for (var i = 0; i < 2; i++)
        {
            var started = await Taking(hub, person, q => q.Start(person, quiz, Uuid, null, "en", default));
            Assert.Equal((Uuid, "in-progress", 4), (started.Value!.Uuid, started.Value.State, started.Value.Questions.Count));
            Assert.Equal("counted", (await Taking(hub, person, q => q.Answer(person, Uuid, 1, answer, 1, "app", null, null, "en", default))).Value!.Outcome);
        }
        var sheet = (await Taking(hub, person, q => q.Get(person, Uuid.ToUpperInvariant(), "zh-CN", default)))!;
        Assert.Equal(("一", "single", 1), (sheet.Questions[0].Stem, sheet.Questions[0].Kind, sheet.Questions[0].Sequence));
        Assert.Equal(["a:甲", "b:乙"], sheet.Questions[0].Options.Select(o => $"{o.Id}:{o.Text}"));
        Assert.DoesNotContain("correct", JsonSerializer.Serialize(sheet), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("conflict", (await Taking(hub, person, q => q.Submit(person, Uuid, new Dictionary<int, long> { [1] = 2 }, "en", default))).Problem?.Code);
        for (var i = 0; i < 2; i++)
        {
            var done = await Taking(hub, person, q => q.Submit(person, $"{sheet.Id}", new Dictionary<int, long> { [1] = 1 }, "en", default));
            Assert.Equal(("finished", 1000, false), (done.Value!.State, done.Value.Mark, done.Value.Passed));
        }
    }

    [Theory, BothDatabases]
    public async Task Somebody_elses_attempt_is_not_found(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, person, other) = (await hub.Quiz(), await hub.Person("E1"), await hub.Person("E2"));
        await Taking(hub, person, q => q.Start(person, quiz, Uuid, null, "en", default));
        Assert.Null(await Taking(hub, other, q => q.Get(other, Uuid, "en", default)));
        Assert.Equal("not-found", (await Taking(hub, other, q => q.Submit(other, Uuid, null, "en", default))).Problem?.Code);
        Assert.Equal("not-found", (await Taking(hub, other, q => q.Answer(other, Uuid, 1, JsonSerializer.Deserialize<JsonElement>(Chosen("a")), 1, "app", null, null, "en", default))).Problem?.Code);
        Assert.Null(await Taking(hub, other, q => q.Get(other, "nonsense", "en", default)));
    }
}
