using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Renewing;
using TrainingHub.Modules.Practice.Scheduling;
using TrainingHub.Modules.Practice.Settings;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Daily;

/// <summary>What a person would be asked on a day, as the cards stand now. Reads alone; the set is made by <see cref="StartSet"/>.</summary>
internal sealed class ReadSet(Db db, IPractice practice, UsualSeconds usual, AskedClauses asked)
{
    /// <summary>More clauses than questions: some may have no question that can be asked.</summary>
    private const int MostClauses = 40;

    private const double Remembered = 1;

    private sealed record Row(long CourseId, string Clause, double Stability, DateOnly LastOn);

    /// <param name="without">Questions that can't be asked now.</param>
    public async Task<IReadOnlyList<ChosenQuestion>> Of(long personId, DateOnly day, PracticeSetting setting, string language, IReadOnlySet<long>? without, CancellationToken ct)
    {
        var rows = await db.Rows<Row>(
            $"select k.course_id, k.clause, k.stability, k.last_on from practice_card k join v_course c on c.id = k.course_id where k.person_id = @personId and k.{setting.DueColumn} <= @day", new { personId, day }, ct);
        var byCard = rows.Select(r => new DueClause(new CourseClause(r.CourseId, r.Clause), Fsrs6.Recall(r.Stability, day.DayNumber - r.LastOn.DayNumber))).ToList();
        // What a certification asks to be answered comes before the day of its card, and also where there is none; after what is about to be forgotten.
        var wanted = (await asked.Of(personId, language, ct)).Except(byCard.Select(d => d.Clause)).Select(clause => new DueClause(clause, Remembered));
        var due = byCard.Concat(wanted).OrderBy(d => d.Recall).Take(MostClauses).ToList();
        var questions = (await practice.Questions(personId, [.. due.Select(d => d.Clause)], language, ct)).Where(q => without?.Contains(q.QuestionId) != true).ToList();
        return DailySet.Choose(due, questions.ToLookup(q => new CourseClause(q.CourseId, q.Clause)), await usual.Of(questions.Select(q => q.QuestionId), ct));
    }

    /// <summary>The first day on which something is due; null where nothing ever is.</summary>
    public async Task<DateOnly?> NextDue(long personId, PracticeSetting setting, CancellationToken ct) =>
        await db.Scalar<DateOnly?>($"select min(k.{setting.DueColumn}) from practice_card k join v_course c on c.id = k.course_id where k.person_id = @personId", new { personId }, ct);
}
