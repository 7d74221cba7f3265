using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Practice.Cards;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Practice.Renewing;

/// <summary>
/// Clauses that rest come back: at the next renewal window of a certification, whose days are known with it, and as soon as a trainer calls a change of their text material. The
/// cards are worked out anew from what was shown, so that repeating it changes nothing.
/// </summary>
internal sealed class ComeBack(Db db, WriteCards cards) : IConsumer<PeriodCertified>, IConsumer<PeriodEnded>, IConsumer<PeriodMoved>, IConsumer<StandardChanged>
{
    public Task Handle(PeriodCertified e, WorkItem item, CancellationToken ct) => Write(e.PersonId, null, ct);

    public Task Handle(PeriodMoved e, WorkItem item, CancellationToken ct) => Write(e.PersonId, null, ct);

    /// <summary>What was revoked, or is no longer asked, binds no card.</summary>
    public Task Handle(PeriodEnded e, WorkItem item, CancellationToken ct) => e.Reason == "renewed" ? Task.CompletedTask : Write(e.PersonId, null, ct);

    public async Task Handle(StandardChanged e, WorkItem item, CancellationToken ct)
    {
        var codes = e.Clauses.ToArray();
        foreach (var personId in await db.Rows<long>($"select distinct person_id from practice_card where course_id = @CourseId and {db.Dialect.In("clause", "codes")} order by person_id", new { e.CourseId, codes }, ct))
            await Write(personId, [.. codes.Select(c => new CourseClause(e.CourseId, c))], ct);
    }

    private async Task Write(long personId, IReadOnlyCollection<CourseClause>? clauses, CancellationToken ct)
    {
        // Who never practised anything gets no row that stands for them.
        if (await db.Scalar<long>("select count(*) from practice_learner where person_id = @personId", new { personId }, ct) == 0) return;
        await using var tx = await db.Begin(ct);
        await cards.Lock(personId, ct);
        await cards.Handle(personId, clauses, ct);
        await tx.Commit(ct);
    }
}
