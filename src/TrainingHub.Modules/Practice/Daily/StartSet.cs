using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Practice.Settings;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Daily;

/// <summary>Makes today's set, or gives the one there is: two tabs, or a repeated request, get the same.</summary>
internal sealed class StartSet(Db db, WriteCards cards, ReadSet read, PracticeSettings settings, IPractice practice, IPersonDirectory people, ISiteCalendar calendar)
{
    /// <returns>The attempt's id.</returns>
    public async Task<Outcome<long>> Handle(long personId, string language, CancellationToken ct)
    {
        var today = await people.Today(personId, ct);
        await using var tx = await db.Begin(ct);
        await cards.Lock(personId, ct);
        if (await db.Scalar<long?>("select attempt_id from practice_set where person_id = @personId and day = @today", new { personId, today }, ct) is { } made) return made;
        var setting = await settings.Read(ct);
        if (!setting.IsOn) return Problem.Because("Practice is switched off in this hub.");
        if (!(await calendar.Of(personId, ct)).Works(today)) return Problem.Because("Today is no working day at your site. Practice goes on with the next one.");
        // Only here, and by the clock: what is said to wait must not depend on when a quiz was opened by its job.
        var asked = await practice.AskedNow(personId, ct);
        var questions = await read.Of(personId, today, setting, language, asked, ct);
        if (questions.Count == 0)
            return asked.Count > 0 && (await read.Of(personId, today, setting, language, null, ct)).Count > 0
                ? Problem.Because("What you would practise now may be asked in a quiz that is open. Take that first; practice goes on once it has closed.")
                : Problem.Because("There is nothing to practise today.");
        var attemptId = await practice.Start(personId, [.. questions.Select(q => q.Question.VersionId)], language, ct);
        await db.Execute("insert into practice_set(person_id, day, attempt_id) values (@personId, @today, @attemptId)", new { personId, today, attemptId }, ct);
        await tx.Commit(ct);
        return attemptId;
    }
}
