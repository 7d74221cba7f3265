using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>A renewal asks for the whole from now on, because what it renews has lapsed.</summary>
/// <param name="PeriodId">The renewal.</param>
internal sealed record PeriodLapsed(long PeriodId, long PersonId, long ProgramId);

/// <summary>
/// A new period asks for fresh evidence, so it must be possible to give it: a course that was read before is read again, and attempts of before
/// use up none of a quiz's. Not in the transaction that opens the period: reading locks the course's round first and the requirement after it.
/// </summary>
internal sealed class FreshStart(Db db, Chains chains, ICourseProgress courses, IQuizTaking quizzes, IPersonDirectory people, TimeProvider clock) : IConsumer<PeriodAssigned>, IConsumer<PeriodLapsed>
{
    public const string Lapsed = "Certification.Lapsed";

    private sealed record DoneRow(string Kind, string EvidenceKey);

    private sealed record ReadRow(long CourseId, DateTimeOffset CompletedAt);

    public Task Handle(PeriodAssigned e, WorkItem item, CancellationToken ct) => Handle(e.PeriodId, e.PersonId, e.ProgramId, ct);

    public Task Handle(PeriodLapsed e, WorkItem item, CancellationToken ct) => Handle(e.PeriodId, e.PersonId, e.ProgramId, ct);

    private async Task Handle(long periodId, long personId, long programId, CancellationToken ct)
    {
        var chain = (await chains.Of(personId, ct)).Single(c => c.Requirement.ProgramId == programId);
        if (chain.Open is not { } open || open.Id != periodId) return; // over already
        var zone = (await people.Find(personId, ct))!.Zone;
        var since = CountingEvidence.Since(open.AssignedOn, open.EvidenceFrom, chain.RenewedAt(open), zone);
        // What the period has already, as after a transfer to and fro, is not asked again.
        var done = (await db.Rows<DoneRow>("select kind, evidence_key from certification_evidence where period_id = @Id", new { open.Id }, ct)).Select(d => (d.Kind, d.EvidenceKey)).ToHashSet();
        var path = await PathRow.Of(db, open.Id, ct);
        foreach (var leaf in path.On(zone.DayOf(clock.GetUtcNow())).Leaves)
        {
            if (done.Contains((leaf.Kind, leaf.Key))) continue;
            if (leaf.Kind == "quiz") await quizzes.Afresh(personId, leaf.Key, since, ct);
            else if (leaf.Kind == "course") await ReadAgain(personId, leaf.Key, since, ct);
        }
    }

    private async Task ReadAgain(long personId, string course, DateTimeOffset since, CancellationToken ct)
    {
        var read = await db.Row<ReadRow>(
            "select p.course_id, p.completed_at from v_course_completion p join v_course c on c.id = p.course_id where p.person_id = @personId and c.slug = @course order by p.round desc limit 1", new { personId, course }, ct);
        if (read is not null && read.CompletedAt < since) await courses.Restart(personId, read.CourseId, ct);
    }
}
