using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Quizzes.Attempts;
using TrainingHub.Modules.Quizzes.Contracts;
using TrainingHub.Modules.Quizzes.Kinds;
using TrainingHub.Modules.Quizzes.Statistics;

namespace TrainingHub.Modules.Quizzes.Practising;

/// <summary>What a graded attempt shows of the clauses its questions are on. A question that was left open shows nothing, nor does a void one.</summary>
internal sealed class ClauseAnswers(Db db)
{
    private sealed record Head(long PersonId, DateTimeOffset StartedAt, DateTimeOffset SubmittedAt);

    private sealed record Row(int Slot, long QuestionId, long CourseId, string Clause, string Kind, long Mark, long MaxMark, string Answer, int? Certainty);

    public async Task<GradedAnswers?> Of(long attemptId, CancellationToken ct)
    {
        var head = await db.Row<Head>("select person_id, started_at, submitted_at from quizzes_attempt where id = @attemptId and graded_at is not null", new { attemptId }, ct);
        if (head is null) return null;
        var rows = await db.Rows<Row>(
            $"""
            select s.slot, q.id as question_id, q.course_id, v.clause, v.kind, s.mark, v.max_mark, n.answer, n.certainty
            from quizzes_slot s join quizzes_question_version p on p.id = s.question_version_id join quizzes_question_version v on v.id = {MarkingVersion.Id}
            join quizzes_question q on q.id = v.question_id join quizzes_answer n on n.id = s.answer_id
            where s.attempt_id = @attemptId and s.mark is not null and v.clause is not null and p.voided_at is null order by s.slot
            """, new { attemptId }, ct);
        var times = await AttemptTimes.Of(db, attemptId, head.StartedAt, ct);
        return new GradedAnswers(attemptId, head.PersonId, head.SubmittedAt,
        [
            .. rows.Where(r => QuestionKinds.Find(r.Kind).IsAnswered(JsonSerializer.Deserialize<JsonElement>(r.Answer)))
                .Select(r => new ClauseAnswer(r.Slot, r.QuestionId, r.CourseId, r.Clause, r.Mark == r.MaxMark, r.Certainty, times.TryGetValue(r.Slot, out var seconds) ? seconds : null)),
        ]);
    }
}

/// <summary>The contract over the commands.</summary>
internal sealed class PracticeSets(Db db, ClauseQuestions questions, AskedNow asked, StartPractice start, ClauseAnswers answers) : IPractice
{
    public Task<IReadOnlyList<ClauseQuestion>> Questions(long personId, IReadOnlyCollection<CourseClause> clauses, string language, CancellationToken ct) => questions.Of(personId, clauses, language, ct);

    public Task<IReadOnlySet<long>> AskedNow(long personId, CancellationToken ct) => asked.Of(personId, ct);

    public Task<long> Start(long personId, IReadOnlyList<long> versionIds, string language, CancellationToken ct) => start.Handle(personId, versionIds, language, ct);

    public Task<GradedAnswers?> Answers(long attemptId, CancellationToken ct) => answers.Of(attemptId, ct);

    public async Task<IReadOnlyList<long>> Graded(long after, int most, CancellationToken ct) =>
        await db.Rows<long>("select id from quizzes_attempt where id > @after and graded_at is not null order by id limit @most", new { after, most }, ct);
}
