using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Yaml;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Bank;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Schedules;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Quizzes;

/// <summary>The words in which the tests of this module are told.</summary>
internal static class QuizWords
{
    /// <summary>The quiz block most tests use: everything asked, 80 %, no limits.</summary>
    public const string PlainQuiz = "questions: 4, passMark: 75, shuffle: false";

    /// <summary>Four questions of one mark: single (a), multiple (a, b), true-false (false), single (b).</summary>
    public const string FourQuestions = """
        questions:
          - id: q1
            kind: single
            tags: [core]
            stem: { zh-CN: 一, en: One }
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: Alpha }, feedback: { zh-CN: 好, en: Well done } }
              - { id: b, text: { zh-CN: 乙, en: Beta } }
          - id: q2
            kind: multiple
            tags: [core]
            stem: { zh-CN: 二, en: Two }
            options:
              - { id: a, correct: true, text: { zh-CN: 甲, en: Alpha } }
              - { id: b, correct: true, text: { zh-CN: 乙, en: Beta } }
              - { id: c, text: { zh-CN: 丙, en: Gamma } }
          - id: q3
            kind: true-false
            tags: [scene]
            stem: { zh-CN: 三, en: Three }
            answer: false
          - id: q4
            kind: single
            tags: [scene]
            stem: { zh-CN: 四, en: Four }
            options:
              - { id: a, text: { zh-CN: 甲, en: Alpha } }
              - { id: b, correct: true, text: { zh-CN: 乙, en: Beta } }
        """;

    public static ContentFolder Folder(string questions, string? quiz = PlainQuiz, string slug = "tidy", byte[]? svg = null) => new(slug, new Dictionary<string, byte[]>
    {
        ["questions.yaml"] = Encoding.UTF8.GetBytes(questions),
        ["module.yaml"] = Encoding.UTF8.GetBytes("title: { zh-CN: 整洁, en: Tidiness }\n" + (quiz is null ? "" : $"quiz: {{ {quiz} }}\n")),
        ["media/a.svg"] = svg ?? [],
    }, new HashSet<string> { "C-01", "C-02" });

    public static IReadOnlyList<Fault> FaultsOf(ContentFolder folder)
    {
        var faults = new Faults();
        new ImportQuestions(null!, null!, null!, null!).Check(folder, faults);
        return faults.All;
    }

    /// <summary>A published course with these questions and this quiz; the quiz's id.</summary>
    public static async Task<long> Quiz(this TestHub hub, string questions = FourQuestions, string quiz = PlainQuiz, string slug = "tidy", byte[]? svg = null)
    {
        var at = hub.Clock.GetUtcNow();
        var course = await hub.Scalar<long?>("select id from courses_course where slug = @slug", new { slug });
        if (course is null)
        {
            await hub.Execute("insert into courses_course(slug, edited_in_hub, created_at) values (@slug, false, @at)", new { slug, at });
            course = await hub.Scalar<long>("select id from courses_course where slug = @slug", new { slug });
            await hub.Execute(
                """
                insert into courses_version(course_id, number, state, tree_hash, title_zh, title_en, summary_zh, summary_en, source_language, trades, origin, created_at, published_at)
                values (@course, 1, 'published', '', '整洁', 'Tidiness', '', '', 'zh-CN', 'all', 'import', @at, @at)
                """, new { course, at });
            await hub.Execute("update courses_course set current_version_id = (select id from courses_version where course_id = @course) where id = @course", new { course });
        }
        await hub.Import(Folder(questions, quiz, slug, svg), course.Value);
        return await hub.Scalar<long>("select id from quizzes_quiz where slug = @slug", new { slug });
    }

    public static Task<bool> Import(this TestHub hub, ContentFolder folder, long courseId = 1) =>
        hub.In(s => s.GetServices<IContentPart>().OfType<ImportQuestions>().Single().Import(folder, courseId, 1, default));

    public static Task<Outcome<long>> Starts(this TestHub hub, long person, long quiz, string? uuid = null, long? schedule = null, string? code = null) =>
        hub.As(person, s => s.GetRequiredService<StartAttempt>().Handle(new NewAttempt(person, quiz, uuid, "en", schedule, code), default));

    public static async Task<long> Started(this TestHub hub, long person, long quiz, long? schedule = null)
    {
        var outcome = await hub.Starts(person, quiz, schedule: schedule);
        return outcome.Problem is null ? outcome.Value : throw new InvalidOperationException(outcome.Problem.ToString());
    }

    /// <summary>A scheduled quiz for everybody that has just opened, for an hour.</summary>
    public static async Task<long> OpenSchedule(this TestHub hub, long trainer, long quiz)
    {
        var at = TimeZoneInfo.ConvertTime(hub.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).DateTime.AddHours(1);
        var series = await hub.As(trainer, s => s.GetRequiredService<SaveSeries>().Handle(new SeriesPlan(quiz, "Check", new Recurrence("once", DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at), 60), new Audience()), default));
        Assert.Null(series.Problem);
        hub.Clock.Advance(TimeSpan.FromMinutes(61));
        await hub.RunJob("quizzes.schedules");
        return await hub.Scalar<long>("select id from quizzes_schedule where series_id = @Value and state = 'open'", new { series.Value });
    }

    public static Task<Outcome<AnswerReceipt>> Answers(this TestHub hub, long person, long attempt, int slot, string json, long sequence = 1, string device = "phone", int? certainty = null) =>
        hub.As(person, s => s.GetRequiredService<SaveAnswer>().Handle(
            new NewAnswer(attempt, person, slot, sequence, device, (kind, paper) => kind.ReadJson(paper, JsonSerializer.Deserialize<JsonElement>(json)), "en", null, certainty), default));

    /// <summary>Answers so many of the four questions right, the rest not at all.</summary>
    public static async Task AnswersRight(this TestHub hub, long person, long attempt, int count)
    {
        string[] right = ["a", "a,b", "false", "b"];
        for (var i = 0; i < count; i++)
        {
            var outcome = await hub.Answers(person, attempt, i + 1, Chosen(right[i].Split(',')));
            Assert.Equal("counted", outcome.Value?.Outcome);
        }
    }

    public static string Chosen(params string[] options) => JsonSerializer.Serialize(new { chosen = options });

    public static Task<Problem?> Submits(this TestHub hub, long person, long attempt, IReadOnlyDictionary<int, long>? expected = null) =>
        hub.As(person, s => s.GetRequiredService<SubmitAttempt>().Handle(attempt, person, expected, default));

    public sealed record AttemptRow(string State, DateTimeOffset? SubmittedAt, DateTimeOffset? GradedAt, long? Mark, long MaxMark, bool? Passed);

    public static async Task<AttemptRow> Attempt(this TestHub hub, long id) =>
        Assert.Single(await hub.Rows<AttemptRow>("select state, submitted_at, graded_at, mark, max_mark, passed from quizzes_attempt where id = @id", new { id }));

    /// <summary>A scheduled quiz that is open for these people, from five minutes ago for two hours.</summary>
    public static async Task<long> OpenScheduleFor(this TestHub hub, long quiz, long planner, params long[] people)
    {
        var now = hub.Clock.GetUtcNow();
        await hub.Execute(
            """
            insert into quizzes_schedule(quiz_id, title, opens_at, closes_at, audience, state, created_by, created_at)
            values (@quiz, 'March check', @Opens, @Closes, '{}', 'open', @planner, @now)
            """, new { quiz, planner, now, Opens = now.AddMinutes(-5), Closes = now.AddHours(2) });
        var schedule = await hub.Scalar<long>("select max(id) from quizzes_schedule");
        foreach (var person in people) await hub.Execute("insert into quizzes_schedule_person(schedule_id, person_id) values (@schedule, @person)", new { schedule, person });
        return schedule;
    }

    public static async Task<long> Graded(this TestHub hub, long person, long quiz, int right, long? schedule = null)
    {
        var attempt = await hub.Started(person, quiz, schedule);
        await hub.AnswersRight(person, attempt, right);
        Assert.Null(await hub.Submits(person, attempt));
        return attempt;
    }
}
