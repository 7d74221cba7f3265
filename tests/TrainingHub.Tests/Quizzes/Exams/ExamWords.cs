using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Exams;
using TrainingHub.Modules.Quizzes.Overrides;
using TrainingHub.Tests.Testing;
using static TrainingHub.Tests.Quizzes.QuizWords;

namespace TrainingHub.Tests.Quizzes.Exams;

/// <summary>The words in which the tests of exams are told.</summary>
internal static class ExamWords
{
    public const string Invigilated = PlainQuiz + ", timeLimit: 60, invigilated: true";
    public const string WithCode = PlainQuiz + ", timeLimit: 60, accessCode: true";

    public static Task<Outcome<int>> Pauses(this TestHub hub, long invigilator, long quiz, long? attempt, string reason = "Fire alarm") =>
        hub.As(invigilator, s => s.GetRequiredService<PauseExam>().Handle(new ExamTarget(quiz, null, attempt), reason, default));

    public static Task<Outcome<int>> LetsGoOn(this TestHub hub, long invigilator, long quiz, long? attempt) =>
        hub.As(invigilator, s => s.GetRequiredService<ResumeExam>().Handle(new ExamTarget(quiz, null, attempt), "", default));

    public static Task<Outcome<int>> AddsTime(this TestHub hub, long invigilator, long quiz, long? attempt, int minutes, string reason = "Noise outside") =>
        hub.As(invigilator, s => s.GetRequiredService<AddExamTime>().Handle(new ExamTarget(quiz, null, attempt), minutes, reason, default));

    public static Task<Problem?> Ends(this TestHub hub, long invigilator, long quiz, long? attempt, string reason = "Used a phone") =>
        hub.As(invigilator, s => s.GetRequiredService<EndExamAttempt>().Handle(new ExamTarget(quiz, null, attempt), reason, default));

    public static async Task<string> DrawsCode(this TestHub hub, long invigilator, string slug = "tidy", long? schedule = null) =>
        await hub.As(invigilator, async s =>
        {
            var exam = (await s.GetRequiredService<FindExam>().Handle(slug, schedule, default))!;
            await s.GetRequiredService<DrawExamCode>().Handle(exam, default);
            return (await s.GetRequiredService<ExamCodes>().Current(exam.QuizId, exam.ScheduleId, default))!.Code;
        });

    public static Task<Problem?> Accepts(this IServiceProvider s, long attempt, long answer) => s.GetRequiredService<AcceptLateAnswer>().Handle(attempt, answer, "It was given before", default);

    public static Task<Problem?> Grants(this IServiceProvider s, long quiz, long person, int minutes) =>
        s.GetRequiredService<GrantOverride>().Handle(new NewOverride(quiz, person, new Audience(), minutes, null, null, null, "Agreed with HR"), default);

    public static async Task<DateTimeOffset> Deadline(this TestHub hub, long attempt) => (await hub.Scalar<DateTimeOffset?>("select deadline_at from quizzes_attempt where id = @attempt", new { attempt }))!.Value;

    public static Task<List<(string Kind, long MovedMs, string Reason, long? ActorId)>> InterventionsIn(this TestHub hub, long attempt) =>
        hub.Rows<(string, long, string, long?)>("select kind, moved_ms, reason, actor_id from quizzes_exam_intervention where attempt_id = @attempt order by id", new { attempt });
}
