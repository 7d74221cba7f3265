using System.Text.Json;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Notes in the transaction of the change that somebody's rules are to be worked out, with the standing as it is known now. It decides nothing;
/// but a change that was not noted could only be found by looking at everybody, and a later correction would have changed what was right to do.
/// </summary>
internal sealed class NoteVisit(Db db, IAudiences audiences, TimeProvider clock) : IHandler<PersonJoined>, IHandler<PersonMoved>, IHandler<PersonLeft>
{
    public Task Handle(PersonJoined e, CancellationToken ct) => Handle(e.PersonId, ct);

    public Task Handle(PersonMoved e, CancellationToken ct) => Handle(e.PersonId, ct);

    public Task Handle(PersonLeft e, CancellationToken ct) => Handle(e.PersonId, ct);

    public async Task Handle(long personId, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (await audiences.Standing(personId, ct) is { } standing)
            await db.Execute("insert into certification_visit(person_id, at, standing) values (@personId, @now, @standing)",
                new { personId, now = clock.GetUtcNow(), standing = JsonSerializer.Serialize(standing, Json.Plain) }, ct);
        await tx.Commit(ct);
    }
}

/// <summary>Works out soon what was noted; what this misses, the hourly job finds.</summary>
internal sealed class EvaluateSoon(CatchUp catchUp, DoVisits visits, TimeProvider clock) : IConsumer<PersonJoined>, IConsumer<PersonMoved>, IConsumer<PersonLeft>
{
    // A work item is leased for five minutes.
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    public Task Handle(PersonJoined e, WorkItem item, CancellationToken ct) => Handle(e.PersonId, ct);

    public Task Handle(PersonMoved e, WorkItem item, CancellationToken ct) => Handle(e.PersonId, ct);

    public Task Handle(PersonLeft e, WorkItem item, CancellationToken ct) => Handle(e.PersonId, ct);

    private async Task Handle(long personId, CancellationToken ct)
    {
        // The first of an import does all of them, and the others find nothing left to do.
        if (await catchUp.IsDue(personId, clock.GetUtcNow(), ct) && await visits.AreMany(ct)) await visits.Handle(new JobRun(), Most, ct);
        await catchUp.Handle(personId, ct);
    }
}
