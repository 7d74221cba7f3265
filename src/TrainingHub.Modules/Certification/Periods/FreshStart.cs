using System.Text.Json;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>
/// A new period asks for fresh evidence, so it must be possible to give it: a course that was read before is read again, and attempts of before
/// use up none of a quiz's. Not in the transaction that opens the period: reading locks the course's round first and the requirement after it.
/// </summary>
internal sealed class FreshStart(Db db, Chains chains, ICourseProgress courses, IQuizTaking quizzes, IPersonDirectory people) : IConsumer<PeriodAssigned>
{
    private sealed record DoneRow(string Kind, string EvidenceKey);

    private sealed record ReadRow(long CourseId, DateTimeOffset CompletedAt);

    public async Task Handle(PeriodAssigned e, WorkItem item, CancellationToken ct)
    {
        var chain = (await chains.Of(e.PersonId, ct)).Single(c => c.Requirement.ProgramId == e.ProgramId);
        if (chain.Open is not { } open || open.Id != e.PeriodId) return; // over already
        var zone = (await people.Find(e.PersonId, ct))!.Zone;
        var since = CountingEvidence.Since(open.AssignedOn, open.RecordedAt, chain.RenewedAt(open), zone);
        // What the period has already, as after a transfer to and fro, is not asked again.
        var done = (await db.Rows<DoneRow>("select kind, evidence_key from certification_evidence where period_id = @Id", new { open.Id }, ct)).Select(d => (d.Kind, d.EvidenceKey)).ToHashSet();
        foreach (var leaf in (await Asked.By(db, open, ct)).Leaves)
        {
            if (done.Contains((leaf.Kind, leaf.Key))) continue;
            if (leaf.Kind == "quiz") await quizzes.Afresh(e.PersonId, leaf.Key, since, ct);
            else if (leaf.Kind == "course") await ReadAgain(e.PersonId, leaf.Key, since, ct);
        }
    }

    private async Task ReadAgain(long personId, string course, DateTimeOffset since, CancellationToken ct)
    {
        var read = await db.Row<ReadRow>(
            "select p.course_id, p.completed_at from v_course_completion p join v_course c on c.id = p.course_id where p.person_id = @personId and c.slug = @course order by p.round desc limit 1", new { personId, course }, ct);
        if (read is not null && read.CompletedAt < since) await courses.Restart(personId, read.CourseId, ct);
    }
}

/// <summary>What a period asks for: the whole requirement, or the renewal's shorter path.</summary>
internal static class Asked
{
    public static async Task<Rules.Requirement> By(Db db, Period period, CancellationToken ct)
    {
        var json = await db.Scalar<string>("select case when @IsRenewal then renewal else requirement end from certification_program_version where id = @ProgramVersionId", new { period.ProgramVersionId, period.IsRenewal }, ct);
        return JsonSerializer.Deserialize<Rules.Requirement>(json!, Json.Plain)!;
    }
}
