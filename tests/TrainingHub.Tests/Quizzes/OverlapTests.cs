using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Overrides;
using TrainingHub.Modules.Quizzes.Regrading;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Quizzes.Bank;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes;

/// <summary>Deeds of different people at the same attempts and questions, of which one begins before the other has committed.</summary>
public sealed class OverlapTests
{
    private const string Exam = PlainQuiz + ", timeLimit: 60, invigilated: true";

    private static Task<Problem?> Grants(TestHub hub, long trainer, long quiz, long person, int minutes) =>
        hub.As(trainer, s => s.GetRequiredService<GrantOverride>().Handle(new NewOverride(quiz, person, new Audience(), minutes, null, null, null, "Agreed with HR"), default));

    private static async Task<TimeSpan> TimeGiven(TestHub hub, long attempt)
    {
        var row = Assert.Single(await hub.Rows<(DateTimeOffset Start, DateTimeOffset Deadline)>("select started_at, deadline_at from quizzes_attempt where id = @attempt", new { attempt }));
        return row.Deadline - row.Start;
    }

    [Theory, BothDatabases]
    public async Task Extra_time_and_minutes_that_an_invigilator_adds_at_once_both_count(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var attempt = await hub.Started(person, quiz);
        var refused = await hub.Overtaken(trainer, s => s.GetRequiredService<AddExamTime>().Handle(new ExamTarget(quiz, null, attempt), 10, "Noise outside", default), () => Grants(hub, trainer, quiz, person, 20));
        Assert.Null(refused);
        Assert.Equal(TimeSpan.FromMinutes(60 + 10 + 20), await TimeGiven(hub, attempt));
    }

    [Theory, BothDatabases]
    public async Task Who_starts_while_extra_time_is_granted_has_it(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(quiz: Exam), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        Assert.Null(await hub.Overtaken(person, s => s.GetRequiredService<StartAttempt>().Handle(new NewAttempt(person, quiz, null, "en", null, null), default), () => Grants(hub, trainer, quiz, person, 20)));
        Assert.Equal(TimeSpan.FromMinutes(80), await TimeGiven(hub, await hub.Scalar<long>("select id from quizzes_attempt")));
    }

    [Theory, BothDatabases]
    public async Task Who_starts_while_a_scheduled_quiz_is_called_off_has_submitted(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, person) = (await hub.Quiz(), await hub.Person("T1", "trainer"), await hub.Person("E1"));
        var schedule = await hub.OpenScheduleFor(quiz, trainer, person);
        Assert.Null(await hub.Overtaken(person, s => s.GetRequiredService<StartAttempt>().Handle(new NewAttempt(person, quiz, null, "en", schedule, null), default),
            () => hub.As(trainer, s => s.GetRequiredService<CancelSchedule>().Handle(schedule, default))));
        Assert.Equal("finished", await hub.Scalar<string>("select state from quizzes_attempt"));
        Assert.Equal("not-found", (await hub.Starts(person, quiz, schedule: schedule)).Problem?.Code);
    }

    public static TheoryData<TestDatabase, string> Deeds => [.. from database in Enum.GetValues<TestDatabase>() from deed in new[] { "retire", "edit", "bulk", "void", "accept" } select (database, deed)];

    [Theory, MemberData(nameof(Deeds))]
    public async Task Who_changes_a_question_while_its_course_is_published_waits_for_it_and_is_not_locked_out(TestDatabase database, string deed)
    {
        await using var hub = await TestHub.Start(database);
        var (quiz, trainer, author) = (await hub.Quiz(), await hub.Person("T1", "trainer"), await hub.Person("A1", "author"));
        await hub.Graded(await hub.Person("E1"), quiz, 0);
        var question = await hub.Adds(BankSteps.Draft("wash", "甲", "Alpha"));
        var stored = await hub.Stored(question);
        var seen = StoredQuestions.Stamp([stored]);
        var proposal = await hub.As(author, s => s.GetRequiredService<ProposeQuestion>().Handle(new NewProposal(question, 1, stored.VersionId, stored.Draft with { Difficulty = 3 }, "Harder than it looks", null), default));
        Func<IServiceProvider, Task<Problem?>> act = deed switch
        {
            "retire" => s => s.GetRequiredService<RetireQuestion>().Handle(question, "Out of date", default),
            "edit" => s => s.GetRequiredService<EditStoredQuestion>().Handle(question, stored.Draft with { Difficulty = 2 }, stored.Draft.Stamp(), default),
            "bulk" => async s => (await s.GetRequiredService<ChangeQuestions>().Handle([question], new BulkChange { NewDifficulty = 2 }, seen, default)).Problem,
            "void" => async s => (await s.GetRequiredService<RegradeQuestion>().Handle(new NewRegrade(1, RegradePlan.VoidFull, null, "Wrong"), default)).Problem,
            _ => async s => (await s.GetRequiredService<DecideProposal>().Accept(proposal.Value, null, default)).Problem,
        };
        // As publishing does it: the course's quizzes first, then what changed.
        var problem = await hub.Overtaken(trainer, s => s.GetRequiredService<DrawSupply>().Of([1], default), () => hub.As(trainer, act),
            then: async s => await s.GetRequiredService<Db>().Execute("update quizzes_question set category = 'Kitchen' where id in (1, @question)", new { question }, default));
        Assert.True(problem is null || problem.Code == "conflict", problem?.ToString()); // the bulk change is told that its question was changed
    }

    [Theory, BothDatabases]
    public async Task Many_questions_of_a_file_are_changed_while_their_course_is_published_and_one_of_the_two_is_told(TestDatabase database)
    {
        await using var hub = await TestHub.Start(database, withContent: true);
        var trainer = await hub.Person("T1", "trainer");
        var course = await hub.Scalar<long>("select id from v_course where slug = 'grooming'");
        var ids = (await hub.Rows<long>("select id from quizzes_question where course_id = @course order by id limit 2", new { course })).ToArray();
        var seen = StoredQuestions.Stamp(await hub.In(s => s.GetRequiredService<StoredQuestions>().Of(ids, default)));
        var changed = await hub.Overtaken(trainer, s => s.GetRequiredService<Db>().Execute("update courses_course set edited_in_hub = true where id = @course", new { course }, default),
            () => hub.As(trainer, s => s.GetRequiredService<ChangeQuestions>().Handle(ids, new BulkChange { NewDifficulty = 3 }, seen, default)),
            then: s => s.GetRequiredService<DrawSupply>().Of([course], default));
        Assert.Null(changed.Problem);
        Assert.Equal(2, changed.Value);
    }
}
