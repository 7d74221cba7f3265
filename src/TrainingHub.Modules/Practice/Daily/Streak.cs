using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Scheduling;
using TrainingHub.Modules.Practice.Settings;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Daily;

/// <summary>On how many working days in a row somebody did the set. A day on which nothing was due asks for none and ends nothing; today may still be done.</summary>
internal static class Streak
{
    private const int LongestLook = 2000;

    /// <param name="wasDue">Whether there was something to practise on that day.</param>
    public static int Of(IReadOnlySet<DateOnly> done, WorkingDays calendar, DateOnly today, Func<DateOnly, bool> wasDue)
    {
        if (done.Count == 0) return 0;
        var (count, first) = (0, done.Min());
        for (DateOnly? day = calendar.Works(today) ? today : calendar.Before(today); day >= first && count < LongestLook; day = calendar.Before(day.Value))
        {
            if (done.Contains(day.Value)) count++;
            else if (day != today && wasDue(day.Value)) break;
        }
        return count;
    }
}

/// <summary>For the person alone: no page, API or export about others reads it.</summary>
internal sealed class ReadStreak(Db db)
{
    private sealed record Row(long CourseId, string Clause, DateOnly AnsweredOn, Grade Grade);

    private sealed record Set(DateOnly Day, DateTimeOffset SubmittedAt);

    public async Task<int> Of(PersonCard person, WorkingDays calendar, DateOnly today, PracticeSetting setting, CancellationToken ct)
    {
        var sets = await db.Rows<Set>("select s.day, a.submitted_at from practice_set s join v_quiz_practice a on a.id = s.attempt_id where s.person_id = @Id and a.state = 'finished' and a.answered > 0", new { person.Id }, ct);
        // One that was handed in by the start of the next day's set was not done on its day; one handed in empty was not done at all.
        var done = sets.Where(s => person.Zone.DayOf(s.SubmittedAt) == s.Day).Select(s => s.Day).ToHashSet();
        var shown = (await db.Rows<Row>("select course_id, clause, answered_on, grade from practice_shown where person_id = @Id order by answered_at, attempt_id", new { person.Id }, ct))
            .GroupBy(r => new CourseClause(r.CourseId, r.Clause)).Select(g => g.Select(r => new Shown(r.AnsweredOn, r.Grade)).ToList()).ToList();
        return Streak.Of(done, calendar, today, day => shown.Any(life => life.TakeWhile(s => s.On < day).ToList() is { Count: > 0 } before && IsDue(Card.Of(before, []), setting, day)));
    }

    private static bool IsDue(Card card, PracticeSetting setting, DateOnly day) => (setting.Scheduler == "fsrs-6" ? card.FsrsDueOn : card.LadderDueOn) <= day;
}
