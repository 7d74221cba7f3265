using TrainingHub.Modules.Certification.Assigning.Together;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Works out the rules for those who have a visit that is due. A run that is cut short is simply continued by the next.</summary>
internal sealed class DoVisits(Db db, EvaluateMany evaluate, TimeProvider clock)
{
    private const int Batch = 2000;

    /// <summary>Until nothing is due, or for so long.</summary>
    public async Task Handle(TimeSpan most, CancellationToken ct)
    {
        var run = new JobRun();
        await Handle(run, most, ct);
        if (run.Failure is { } failure) throw failure;
    }

    public async Task Handle(JobRun run, TimeSpan most, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        bool IsOver() => clock.GetElapsedTime(started) >= most;
        var after = 0L;
        while (!IsOver())
        {
            // By their number: so two that lock several people never wait for each other.
            var people = await db.Rows<long>(
                $"select distinct v.person_id from certification_visit v where v.at <= @now and v.person_id > @after order by v.person_id limit {Batch}", new { now = clock.GetUtcNow(), after }, ct);
            if (people.Count == 0) return;
            await evaluate.Handle(run, people, IsOver, ct);
            after = people[^1];
        }
    }

    /// <summary>Whether so many wait that they had better be done together.</summary>
    public async Task<bool> AreMany(CancellationToken ct) =>
        await db.Scalar<long>($"select count(*) from (select v.id from certification_visit v where v.at <= @now limit {EvaluateMany.Few}) x", new { now = clock.GetUtcNow() }, ct) >= EvaluateMany.Few;
}

/// <summary>What no work item has done, as when a day comes on which time alone changes something.</summary>
internal sealed class VisitsJob(DoRuleChanges changes, DoVisits visits) : IJob
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(25);

    public async Task Run(JobRun run, CancellationToken ct)
    {
        await changes.Handle(run, Most, ct);
        await visits.Handle(run, Most, ct);
    }
}
