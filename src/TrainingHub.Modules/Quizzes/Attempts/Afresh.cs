using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Quizzes.Attempts;

/// <summary>Attempts of before a certain time are used up no more: who must pass a quiz again next year has all its attempts again.</summary>
internal sealed class Afresh(Db db)
{
    /// <summary>A predicate over the attempt a: it was begun before the quiz was asked anew.</summary>
    public const string IsEarlier = "exists (select 1 from quizzes_afresh f where f.person_id = a.person_id and f.quiz_id = a.quiz_id and a.started_at < f.from_at)";

    /// <summary>A predicate over the attempt a: it is one of those that the quiz's settings allow now.</summary>
    public const string Counts = $"(a.schedule_id is null and not {IsEarlier})";

    /// <summary>May be repeated; an earlier time changes nothing.</summary>
    public async Task Handle(long personId, string quiz, DateTimeOffset from, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        // Nobody without attempts gets a row: that is nearly everybody.
        await db.Execute(
            """
            insert into quizzes_afresh(person_id, quiz_id, from_at)
            select @personId, q.id, @from from quizzes_quiz q
            where q.slug = @quiz and exists (select 1 from quizzes_attempt a where a.person_id = @personId and a.quiz_id = q.id and a.started_at < @from)
            on conflict (person_id, quiz_id) do update set from_at = excluded.from_at where excluded.from_at > quizzes_afresh.from_at
            """, new { personId, quiz, from }, ct);
        await tx.Commit(ct);
    }
}
