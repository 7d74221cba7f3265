using TrainingHub.Tests.Testing;

namespace TrainingHub.BrowserTests;

/// <summary>The standard modules with nothing but single choice in their quizzes: for tests of what is the same for every kind.</summary>
internal static class SingleChoice
{
    public static async Task<TestHub> Start()
    {
        var hub = await TestHub.Start(withContent: true);
        await hub.Execute(
            "update quizzes_question set retired_at = @now where current_version_id in (select id from quizzes_question_version where kind <> 'single')", new { now = hub.Clock.GetUtcNow() });
        return hub;
    }
}
