using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Practice.Renewing;
using TrainingHub.Modules.Practice.Scheduling;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Cards;

/// <summary>
/// Takes what a graded attempt shows of each clause, once: told again, after a mark has changed, it takes the new marks in place of the old. How long questions
/// usually took is asked when it is learned first; whether an answer was slow is then a fact like its time.
/// </summary>
internal sealed class LearnAttempt(Db db, IPractice practice, IPersonDirectory people, UsualSeconds usual, WriteCards cards)
{
    private sealed record Known(long CourseId, string Clause, Grade Grade);

    public async Task Handle(long attemptId, CancellationToken ct)
    {
        if (await practice.Answers(attemptId, ct) is not { } graded) return;
        await using var tx = await db.Begin(ct);
        await cards.Lock(graded.PersonId, ct);
        var known = (await db.Rows<Known>("select course_id, clause, grade from practice_shown where attempt_id = @attemptId", new { attemptId }, ct)).ToDictionary(k => new CourseClause(k.CourseId, k.Clause), k => k.Grade);
        var seconds = await usual.Of(graded.Answers.Select(a => a.QuestionId), ct);
        var shown = graded.Answers.GroupBy(a => new CourseClause(a.CourseId, a.Clause)).ToDictionary(g => g.Key, g => Of([.. g], known.GetValueOrDefault(g.Key), seconds));
        var on = (await people.Find(graded.PersonId, ct) ?? throw new InvalidOperationException($"There is no person {graded.PersonId}.")).Zone.DayOf(graded.SubmittedAt);
        // A question that turned out to be void shows nothing any more.
        foreach (var gone in known.Keys.Where(k => !shown.ContainsKey(k)))
            await db.Execute("delete from practice_shown where person_id = @PersonId and course_id = @CourseId and clause = @Clause and attempt_id = @attemptId", new { graded.PersonId, gone.CourseId, gone.Clause, attemptId }, ct);
        foreach (var (clause, grade) in shown)
        {
            await db.Execute(
                """
                insert into practice_shown(person_id, course_id, clause, attempt_id, answered_at, answered_on, grade) values (@PersonId, @CourseId, @Clause, @attemptId, @SubmittedAt, @on, @grade)
                on conflict (person_id, course_id, clause, attempt_id) do update set grade = excluded.grade
                """, new { graded.PersonId, clause.CourseId, clause.Clause, attemptId, graded.SubmittedAt, on, grade = (int)grade }, ct);
        }
        await cards.Handle(graded.PersonId, [.. known.Keys.Union(shown.Keys)], ct);
        if (known.Count == 0) await usual.Add(graded.Answers.Where(a => a.Seconds is not null).Select(a => (a.QuestionId, a.Seconds!.Value)), ct);
        await tx.Commit(ct);
    }

    /// <summary>The worst of the answers to a clause: whoever answers one question on it right and one wrong does not know it.</summary>
    private static Grade Of(IReadOnlyList<ClauseAnswer> answers, Grade before, IReadOnlyDictionary<long, int> usual)
    {
        if (answers.Any(a => !a.IsRight)) return Grade.Again;
        if (before > Grade.Again) return before;
        return answers.Any(a => a.Certainty == 1 || (usual.TryGetValue(a.QuestionId, out var seconds) && UsualSeconds.IsSlow(a.Seconds, seconds))) ? Grade.Hard : Grade.Good;
    }
}

internal sealed class LearnFromAnswers(LearnAttempt learn, CountPractice count) : IConsumer<AttemptGraded>
{
    public async Task Handle(AttemptGraded e, WorkItem item, CancellationToken ct)
    {
        await learn.Handle(e.AttemptId, ct);
        await count.Handle(e.PersonId, ct);
    }
}
