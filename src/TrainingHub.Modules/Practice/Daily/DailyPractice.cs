using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Practice.Contracts;
using TrainingHub.Modules.Practice.Renewing;
using TrainingHub.Modules.Practice.Settings;

namespace TrainingHub.Modules.Practice.Daily;

/// <param name="AttemptId">Of today's set; null before it is begun.</param>
/// <param name="Right">Of its answers, once it is done.</param>
/// <param name="Next">The next working day with something to practise; null where none is known.</param>
internal sealed record PracticeDay(PracticeToday Today, long? AttemptId, int Right, DateOnly? Next, int Streak);

/// <summary>Says how a person stands with practice today, for the own page, the start page and the reminder.</summary>
internal sealed class DailyPractice(Db db, ReadSet read, AskedClauses asked, ReadStreak streak, PracticeSettings settings, IPersonDirectory people, ISiteCalendar calendar) : IDailyPractice
{
    private sealed record Made(long AttemptId, string State, int Questions, int RightAnswers);

    public async Task<PracticeToday> Of(long personId, string language, CancellationToken ct)
    {
        var (setting, day) = (await settings.Read(ct), await people.Today(personId, ct));
        if (!setting.IsOn) return new PracticeToday(PracticeState.Off, day, 0, 0);
        if (await MadeOn(personId, day, ct) is { } made) return Of(made, day);
        if (!(await calendar.Of(personId, ct)).Works(day)) return new PracticeToday(PracticeState.RestDay, day, 0, 0);
        var questions = await read.Of(personId, day, setting, language, null, ct);
        return new PracticeToday(questions.Count == 0 ? PracticeState.Nothing : PracticeState.Waiting, day, questions.Count, questions.Sum(q => q.Seconds));
    }

    /// <summary>The same with what only the person sees.</summary>
    public async Task<PracticeDay> Whole(long personId, string language, CancellationToken ct)
    {
        var today = await Of(personId, language, ct);
        var (setting, days) = (await settings.Read(ct), await calendar.Of(personId, ct));
        var made = await MadeOn(personId, today.Day, ct);
        var person = (await people.Find(personId, ct))!;
        var due = today.State is PracticeState.Off or PracticeState.Waiting or PracticeState.Open ? null : await read.NextDue(personId, setting, ct);
        var tomorrow = today.Day.AddDays(1);
        if (today.State != PracticeState.Off && (due is null || due > tomorrow) && (await asked.Of(personId, language, ct)).Count > 0) due = tomorrow;
        return new PracticeDay(today, made?.AttemptId, made?.RightAnswers ?? 0, due is null ? null : days.From(due > tomorrow ? due.Value : tomorrow), await streak.Of(person, days, today.Day, setting, ct));
    }

    private Task<Made?> MadeOn(long personId, DateOnly day, CancellationToken ct) => db.Row<Made>(
        "select s.attempt_id, a.state, a.questions, a.right_answers from practice_set s join v_quiz_practice a on a.id = s.attempt_id where s.person_id = @personId and s.day = @day", new { personId, day }, ct);

    private static PracticeToday Of(Made made, DateOnly day) => new(made.State == "finished" ? PracticeState.Done : PracticeState.Open, day, made.Questions, 0);
}
