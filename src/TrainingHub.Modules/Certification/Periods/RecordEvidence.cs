using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Courses.Contracts;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Quizzes.Contracts;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>
/// Takes what a person did as evidence for every open period that asks for it, and completes those it completes. Inside the
/// transaction of the deed: a passed quiz and its certificate come true together.
/// </summary>
internal sealed class RecordEvidence(Db db, Chains chains, OpenRenewal openRenewal, CompletePeriod complete, CatchUp catchUp, IPersonDirectory people, TimeProvider clock)
    : IHandler<AttemptGraded>, IHandler<CourseCompleted>
{
    private sealed record EvidenceRow(string Kind, string EvidenceKey, DateTimeOffset OccurredAt, string Reference);

    public Task Handle(AttemptGraded e, CancellationToken ct) =>
        e is { Passed: true, IsWhole: true } ? Handle(e.PersonId, new Evidence("quiz", e.QuizSlug, e.At, $"attempt:{e.AttemptId}"), ct) : Task.CompletedTask;

    public Task Handle(CourseCompleted e, CancellationToken ct) =>
        Handle(e.PersonId, new Evidence("course", e.Slug, e.At, $"completion:{e.CompletionId}"), ct);

    public async Task Handle(long personId, Evidence evidence, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        // What rules asked since then is asked first: a job that runs late costs nobody what was done meanwhile.
        await catchUp.Handle(personId, ct);
        // Always in the order of their ids, so that two transactions never wait for each other.
        var candidates = await db.Rows<long>(
            """
            select distinct d.requirement_id from certification_period d
            where d.person_id = @personId and d.ended_on is null and (d.completed_on is null or d.window_opens_on <= @latest)
            order by d.requirement_id
            """,
            new { personId, latest = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1) }, ct);
        if (candidates.Count > 0)
        {
            var person = await people.Find(personId, ct) ?? throw new InvalidOperationException($"There is no person {personId}.");
            foreach (var requirementId in candidates) await Count(requirementId, evidence, person, ct);
        }
        await tx.Commit(ct);
    }

    private async Task Count(long requirementId, Evidence evidence, PersonCard person, CancellationToken ct)
    {
        var chain = await chains.Lock(requirementId, ct) ?? throw new InvalidOperationException($"There is no requirement {requirementId}.");
        if (await openRenewal.IfDue(chain, person.Zone.DayOf(clock.GetUtcNow()), ct)) chain = (await chains.Lock(requirementId, ct))!;
        if (chain.Open is not { } open) return;
        if (!CountingEvidence.Counts(evidence.OccurredAt, open.AssignedOn, open.EvidenceFrom, chain.RenewedAt(open), person.Zone)) return;

        var path = await PathRow.Of(db, open.Id, ct);
        if (!path.Asks(evidence.Kind, evidence.Key)) return;
        var added = await db.Execute(
            """
            insert into certification_evidence(period_id, kind, evidence_key, reference, occurred_at, recorded_at)
            values (@Id, @Kind, @Key, @Reference, @OccurredAt, @now) on conflict (period_id, kind, evidence_key, reference) do nothing
            """,
            new { open.Id, evidence.Kind, evidence.Key, evidence.Reference, evidence.OccurredAt, now = clock.GetUtcNow() }, ct);
        if (added == 0) return;
        var all = await db.Rows<EvidenceRow>("select kind, evidence_key, occurred_at, reference from certification_evidence where period_id = @Id order by id", new { open.Id }, ct);
        var satisfiedAt = path.CompletedAt([.. all.Select(r => new Evidence(r.Kind, r.EvidenceKey, r.OccurredAt, r.Reference))], person.Zone);
        if (satisfiedAt is { } satisfied) await complete.Handle(chain, open, person.Zone.DayOf(satisfied), ct);
    }
}
