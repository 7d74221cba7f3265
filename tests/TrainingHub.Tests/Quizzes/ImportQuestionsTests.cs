using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

public sealed class ImportQuestionsTests
{
    [Theory, BothDatabases]
    public async Task Importing_the_same_file_again_changes_nothing(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        Assert.True(await hub.Import(Folder(FourQuestions)));
        Assert.False(await hub.Import(Folder(FourQuestions)));
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from quizzes_question_version"));
        Assert.Equal(1, await hub.Scalar<long>("select count(*) from quizzes_quiz_version"));
    }

    [Theory, BothDatabases]
    public async Task A_changed_question_gets_a_new_version_and_the_others_none(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Import(Folder(FourQuestions));
        Assert.True(await hub.Import(Folder(FourQuestions.Replace("en: Three", "en: Three!"))));
        Assert.Equal(["q3:2"], await hub.Rows<string>("select q.slug || ':' || v.number from quizzes_question q join quizzes_question_version v on v.id = q.current_version_id where v.number > 1"));
        Assert.Equal(5, await hub.Scalar<long>("select count(*) from quizzes_question_version"));
    }

    [Theory, BothDatabases]
    public async Task A_question_that_left_the_file_is_retired_and_comes_back_as_it_was(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Import(Folder(FourQuestions));
        var without = FourQuestions[..FourQuestions.IndexOf("  - id: q4", StringComparison.Ordinal)];
        Assert.True(await hub.Import(Folder(without, "questions: 3, passMark: 75")));
        Assert.Equal(["q4"], await hub.Rows<string>("select slug from quizzes_question where retired_at is not null"));
        Assert.True(await hub.Import(Folder(FourQuestions)));
        Assert.Empty(await hub.Rows<string>("select slug from quizzes_question where retired_at is not null"));
        Assert.Equal(4, await hub.Scalar<long>("select count(*) from quizzes_question_version"));
    }

    [Theory, BothDatabases]
    public async Task A_changed_setting_makes_a_new_version_of_the_quiz(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Import(Folder(FourQuestions));
        Assert.True(await hub.Import(Folder(FourQuestions, PlainQuiz.Replace("75", "80"))));
        Assert.Equal(2, await hub.Scalar<int>("select number from quizzes_quiz q join quizzes_quiz_version v on v.id = q.current_version_id"));
    }

    [Theory, BothDatabases]
    public async Task A_quiz_that_left_the_course_is_offered_no_longer(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        await hub.Import(Folder(FourQuestions));
        Assert.True(await hub.Import(Folder(FourQuestions, quiz: null)));
        Assert.False(await hub.Import(Folder(FourQuestions, quiz: null)));
        Assert.Equal(0, await hub.Scalar<long>("select count(*) from v_quiz"));
    }
}
