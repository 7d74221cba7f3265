using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Modules.Practice.Daily;
using TrainingHub.Tests.Quizzes;
using TrainingHub.Tests.Testing;

namespace TrainingHub.Tests.Practice;

/// <summary>The words in which the tests of this module are told.</summary>
internal static class PracticeWords
{
    /// <summary>Five questions, all answered rightly by "a": one each on C-01 and C-02, two more on C-01, and one that names no clause.</summary>
    public static string Questions(params string?[] clauses)
    {
        var yaml = new StringBuilder("questions:\n");
        for (var i = 0; i < clauses.Length; i++)
        {
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""
                  - id: q{{i + 1}}
                    kind: single
                    tags: [core]
                {{(clauses[i] is { } clause ? $"    clause: {clause}\n" : "")}}    stem: { zh-CN: 第{{i + 1}}题, en: Question {{i + 1}} }
                    options:
                      - { id: a, correct: true, text: { zh-CN: 对, en: Right } }
                      - { id: b, text: { zh-CN: 错, en: Wrong } }

                """);
        }
        return yaml.ToString();
    }

    /// <summary>A hub on a Monday where the courses "tidy" and "greet" have a question each on C-01 and C-02.</summary>
    public static async Task<(TestHub Hub, long Tidy, long Greet)> WithTwoCourses(TestDatabase database, string more = "")
    {
        var hub = await TestHub.Start(database, settings: "TrainingHub:Hub:TimeZone=Asia/Shanghai");
        hub.At("2026-03-02");
        var quiz = "questions: 2, passMark: 50, shuffle: false" + more;
        return (hub, await hub.Quiz(Questions("C-01", "C-02"), quiz, "tidy"), await hub.Quiz(Questions("C-01", "C-02"), quiz, "greet"));
    }

    /// <summary>Noon of that day where the hub stands.</summary>
    public static void At(this TestHub hub, string day, string time = "12:00") =>
        hub.Clock.MoveTo(DateTimeOffset.Parse($"{day}T{time}:00+08:00", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Takes a quiz; null leaves a question open.</summary>
    public static async Task<long> Takes(this TestHub hub, long person, long quiz, params string?[] answers)
    {
        var attempt = await hub.Started(person, quiz);
        await hub.Answers(person, attempt, answers);
        Assert.Null(await hub.Submits(person, attempt));
        return attempt;
    }

    public static async Task Answers(this TestHub hub, long person, long attempt, params string?[] answers)
    {
        for (var i = 0; i < answers.Length; i++)
            if (answers[i] is { } answer) Assert.Equal("counted", (await hub.Answers(person, attempt, i + 1, QuizWords.Chosen(answer))).Value?.Outcome);
    }

    /// <summary>The work that waits is done: graded attempts are learned.</summary>
    public static async Task Learns(this TestHub hub) => Assert.Equal("ok", (await hub.RunJob("work.general")).Outcome);

    public static Task Learns(this TestHub hub, long attempt) => hub.In(async s =>
    {
        await s.GetRequiredService<LearnAttempt>().Handle(attempt, default);
        return 0;
    });

    public static Task<Outcome<long>> Practises(this TestHub hub, long person) => hub.As(person, s => s.GetRequiredService<StartSet>().Handle(person, "en", default));

    public static async Task<long> Practising(this TestHub hub, long person)
    {
        var started = await hub.Practises(person);
        return started.Problem is null ? started.Value : throw new InvalidOperationException(started.Problem.ToString());
    }

    public static Task<PracticeDay> PracticeOf(this TestHub hub, long person) => hub.As(person, s => s.GetRequiredService<DailyPractice>().Whole(person, "en", default));

    public static async Task<PracticeState> StateOf(this TestHub hub, long person) => (await hub.PracticeOf(person)).Today.State;

    public static Task<List<string>> Cards(this TestHub hub) => hub.Rows<string>(
        """
        select person_id || ' ' || c.slug || ' ' || clause || ' ' || answers || ' ' || lapses || ' ' || in_a_row || ' ' || coalesce(cast(ladder_due_on as text), '-') || ' ' || cast(fsrs_due_on as text)
            || ' ' || cast(round(cast(stability as numeric), 6) as text) || ' ' || cast(round(cast(difficulty as numeric), 6) as text)
        from practice_card k join courses_course c on c.id = k.course_id order by person_id, c.slug, clause
        """);
}
