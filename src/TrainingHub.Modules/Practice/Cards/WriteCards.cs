using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Practice.Scheduling;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Cards;

/// <summary>Works a person's cards out anew from everything that was shown of their clauses, and from the certifications that are held now.</summary>
internal sealed class WriteCards(Db db)
{
    private sealed record Row(long CourseId, string Clause, DateOnly AnsweredOn, Grade Grade, DateTimeOffset AnsweredAt);

    private sealed record Changed(long CourseId, string Clause, DateTimeOffset PublishedAt);

    private sealed record Held(long CourseId, DateOnly? WindowOpensOn, DateOnly? ExpiresOn);

    /// <summary>Two attempts of one person that are learned at once do so one after the other.</summary>
    public async Task Lock(long personId, CancellationToken ct)
    {
        await db.Execute("insert into practice_learner(person_id) values (@personId) on conflict (person_id) do nothing", new { personId }, ct);
        await db.Scalar<long>($"select person_id from practice_learner where person_id = @personId {db.Dialect.ForUpdate}", new { personId }, ct);
    }

    /// <param name="clauses">Null: all of the person's.</param>
    public async Task Handle(long personId, IReadOnlyCollection<CourseClause>? clauses, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        var rows = await db.Rows<Row>("select course_id, clause, answered_on, grade, answered_at from practice_shown where person_id = @personId order by answered_at, attempt_id", new { personId }, ct);
        var renewals = (await db.Rows<Held>(
            """
            select distinct c.id as course_id, d.window_opens_on, d.expires_on
            from v_certification_period d join v_certification_evidence e on e.period_id = d.id and e.kind in ('quiz', 'course', 'practice') join v_course c on c.slug = e.evidence_key
            where d.person_id = @personId and d.completed_on is not null and d.ended_on is null
            """, new { personId }, ct)).ToLookup(h => h.CourseId, h => new Renewal(h.WindowOpensOn, h.ExpiresOn));
        // What was last shown of a clause before its text became another says nothing of the text of now.
        var changes = (await db.Rows<Changed>(
            "select course_id, clause, max(published_at) as published_at from v_course_clause_change where severity = 'material' and course_id in (select course_id from practice_shown where person_id = @personId) group by course_id, clause",
            new { personId }, ct)).ToDictionary(c => new CourseClause(c.CourseId, c.Clause), c => c.PublishedAt);
        var last = rows.GroupBy(r => new CourseClause(r.CourseId, r.Clause)).ToDictionary(g => g.Key, g => g.Last().AnsweredAt);
        var shown = rows.GroupBy(r => new CourseClause(r.CourseId, r.Clause)).ToDictionary(g => g.Key, g => g.Select(r => new Shown(r.AnsweredOn, r.Grade)).ToList());
        foreach (var clause in clauses ?? shown.Keys)
        {
            if (shown.TryGetValue(clause, out var life)) await Write(personId, clause, Card.Of(life, [.. renewals[clause.CourseId]], changes.TryGetValue(clause, out var changed) && changed > last[clause] ? DateOnly.FromDateTime(changed.UtcDateTime) : null), ct);
            else await db.Execute("delete from practice_card where person_id = @personId and course_id = @CourseId and clause = @Clause", new { personId, clause.CourseId, clause.Clause }, ct);
        }
        await tx.Commit(ct);
    }

    private Task<int> Write(long personId, CourseClause clause, Card card, CancellationToken ct) => db.Execute(
        """
        insert into practice_card(person_id, course_id, clause, answers, lapses, in_a_row, ladder_due_on, stability, difficulty, fsrs_due_on, last_on)
        values (@personId, @CourseId, @Clause, @Answers, @Lapses, @InARow, @LadderDueOn, @Stability, @Difficulty, @FsrsDueOn, @LastOn)
        on conflict (person_id, course_id, clause) do update set answers = excluded.answers, lapses = excluded.lapses, in_a_row = excluded.in_a_row, ladder_due_on = excluded.ladder_due_on,
            stability = excluded.stability, difficulty = excluded.difficulty, fsrs_due_on = excluded.fsrs_due_on, last_on = excluded.last_on
        """, new { personId, clause.CourseId, clause.Clause, card.Answers, card.Lapses, card.InARow, card.LadderDueOn, card.Memory.Stability, card.Memory.Difficulty, card.FsrsDueOn, card.LastOn }, ct);
}
