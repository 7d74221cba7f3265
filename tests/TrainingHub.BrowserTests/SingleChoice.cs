using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>The standard modules with nothing but single choice in their quizzes: for tests of what is the same for every kind.</summary>
internal static class SingleChoice
{
    public static async Task<TestHub> Start()
    {
        var hub = await TestHub.Start(withContent: true);
        // By hand: what a file left out comes back when the course is published again, as it is when its quiz is set anew.
        await hub.Execute(
            "update quizzes_question set retired_at = @now, retired_by = @by, retired_reason = 'Only single choice' where current_version_id in (select id from quizzes_question_version where kind <> 'single')",
            new { now = hub.Clock.GetUtcNow(), by = await hub.Person("R1", "trainer") });
        return hub;
    }
}
