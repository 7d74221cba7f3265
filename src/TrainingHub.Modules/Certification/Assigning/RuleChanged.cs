using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>A rule was made, changed or ended: whom it concerns is looked at, soon.</summary>
/// <param name="VersionId">What it says now.</param>
internal sealed record RuleChanged(long VersionId)
{
    public const string Work = "Certification.RuleChanged";

    public static Task Tell(Work work, long versionId, CancellationToken ct) => work.Enqueue(Work, new RuleChanged(versionId), $"version:{versionId}", ct);
}

/// <summary>
/// Notes a visit, at the instant of the change, for everybody whom the rule may catch or has caught. No more: the visits are done in small pieces by their job,
/// and whoever was elsewhere at that instant and is not found here comes to it in order, with the change that is noted for them.
/// </summary>
internal sealed class NoteRuleChange(Db db, IAudiences audiences, DoVisits visits, HubSettings settings, TimeProvider clock) : IConsumer<RuleChanged>
{
    private const int Chunk = 500;

    // A work item is leased for five minutes; what is left after two goes on with the next item.
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    public async Task Handle(RuleChanged payload, WorkItem item, CancellationToken ct)
    {
        var version = (await db.Row<RuleVersion>($"select {RuleVersion.Columns} from {RuleVersion.Tables} where r.id = @VersionId", payload, ct))!;
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var concerned = new SortedSet<long>(await db.Rows<long>(
            "select distinct q.person_id from certification_reason n join certification_requirement q on q.id = n.requirement_id where n.rule_id = @RuleId and n.ended_at is null", version, ct));
        // Where the date line runs through the hub, somebody's first day may be today already, or their last still.
        if (!(version.EndsOn <= version.StartsOn))
            foreach (var day in (int[])[-1, 0, 1]) concerned.UnionWith(await audiences.Members(version.MayCatch, today.AddDays(day), ct));
        foreach (var people in concerned.Chunk(Chunk))
        {
            await using var tx = await db.Begin(ct);
            foreach (var person in people)
                await db.Execute("insert into certification_visit(person_id, at) values (@person, @RecordedAt)", new { person, version.RecordedAt }, ct);
            await tx.Commit(ct);
        }
        await visits.Handle(Most, ct);
    }
}
