using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Health;
using TrainingHub.Modules.Platform.Jobs;
using TrainingHub.Modules.Certification.Rules;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>A rule was made, changed or ended: everybody is looked at once, soon.</summary>
internal sealed record RulesChanged(long RuleId);

/// <summary>
/// Finds everybody for whom the rules and the assignments differ, and evaluates those, one by one. What is done stays done: a run that
/// is cut short is simply continued by the next, which finds fewer.
/// </summary>
internal sealed class EvaluateRulesJob(Db db, EvaluateRules evaluate, IAudiences audiences, HubSettings settings, TimeProvider clock) : IJob, IConsumer<RulesChanged>
{
    public const string Work = "Certification.RulesChanged";

    // Other writers wait for a transaction on SQLite; well under the 50 ms that background work may take.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(25);

    public async Task Handle(RulesChanged payload, WorkItem item, CancellationToken ct)
    {
        var run = new JobRun();
        await Run(run, ct);
        if (run.Failure is { } failure) throw failure;
    }

    public async Task Run(JobRun run, CancellationToken ct)
    {
        var people = new Queue<long>(await Differing(ct));
        run.Count("people evaluated", people.Count);
        while (people.Count > 0)
        {
            var slice = new List<long>();
            try
            {
                await using var tx = await db.Begin(ct);
                var started = clock.GetTimestamp();
                do
                {
                    slice.Add(people.Dequeue());
                    await evaluate.Handle(slice[^1], ct);
                }
                while (people.Count > 0 && clock.GetElapsedTime(started) < Slice);
                await tx.Commit(ct);
            }
            catch (Exception e) when (e is not OperationCanceledException && Outage.Of(e) is null)
            {
                // One of them can't be done, and took the others along; each by itself shows which.
                foreach (var person in slice) await run.One("Person", person, () => evaluate.Handle(person, ct));
            }
        }
    }

    private async Task<IEnumerable<long>> Differing(CancellationToken ct)
    {
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var found = new SortedSet<long>(await db.Rows<long>(
            """
            select distinct q.person_id from certification_reason n join certification_requirement q on q.id = n.requirement_id join v_people_person p on p.id = q.person_id
            where n.ended_at is null and p.left_on < @today
            """,
            new { today }, ct));
        foreach (var rule in await db.Rows<RuleRow>($"select {RuleRow.Columns} from certification_rule u order by u.id", null, ct))
        {
            var assigned = await db.Rows<long>(
                "select q.person_id from certification_reason n join certification_requirement q on q.id = n.requirement_id where n.rule_id = @Id and n.ended_at is null", new { rule.Id }, ct);
            var holds = rule.HoldsOn(today);
            if (holds) found.UnionWith((await audiences.Members(rule.Catches, today, ct)).Except(assigned));
            found.UnionWith(holds ? assigned.Except(await audiences.Members(rule.Keeps, today, ct)) : assigned);
        }
        return found;
    }
}
