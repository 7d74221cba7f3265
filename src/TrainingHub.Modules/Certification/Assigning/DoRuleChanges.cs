using TrainingHub.Modules.Certification.Assigning.Together;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Works out what rules newly say, for everybody whom they may catch or have caught; all that is new in one go. Whoever was done is not due any more, so a run that is cut short needs no note of
/// how far it came; and whoever was elsewhere and is not found here comes to it in order, with the change that is noted for them.
/// </summary>
internal sealed class DoRuleChanges(Db db, EvaluateMany evaluate, IAudiences audiences, HubSettings settings, TimeProvider clock)
{
    /// <returns>False where time ran out.</returns>
    public async Task<bool> Handle(JobRun run, TimeSpan most, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var versions = await db.Rows<RuleVersion>($"select {RuleVersion.Columns} from {RuleVersion.Tables} where r.evaluated_at is null and r.recorded_at <= @now order by r.id", new { now = clock.GetUtcNow() }, ct);
        if (versions.Count == 0) return true;
        var concerned = new SortedSet<long>();
        foreach (var version in versions) concerned.UnionWith(await Concerned(version, ct));
        var own = new JobRun();
        var (looked, failed) = await evaluate.Handle(own, [.. concerned], () => clock.GetElapsedTime(started) >= most, ct);
        foreach (var (what, count) in own.Counts.Where(c => c.Key != "failed")) run.Count(what, count);
        await using var tx = await db.Begin(ct);
        // Who could not be done is tried again with the visits, and said there.
        foreach (var person in failed)
            await db.Execute("insert into certification_visit(person_id, at) values (@person, @at)", new { person, at = versions[0].RecordedAt }, ct);
        if (looked == concerned.Count)
            foreach (var version in versions) await db.Execute("update certification_rule_version set evaluated_at = @now where id = @Id", new { version.Id, now = clock.GetUtcNow() }, ct);
        await tx.Commit(ct);
        return looked == concerned.Count;
    }

    private async Task<IEnumerable<long>> Concerned(RuleVersion version, CancellationToken ct)
    {
        var caught = await db.Rows<long>(
            "select q.person_id from certification_reason n join certification_requirement q on q.id = n.requirement_id where n.rule_id = @RuleId and n.ended_at is null", version, ct);
        if (version.EndsOn <= version.StartsOn) return caught;
        // Where the date line runs through the hub, somebody's first day may be today already, or their last still.
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var hasOne = await db.Scalar<long>("select count(*) from v_people_site where time_zone is not null", null, ct) > 0;
        foreach (var day in (int[])(hasOne ? [-1, 0, 1] : [0])) caught.AddRange(await audiences.Members(version.MayCatch, today.AddDays(day), ct));
        return caught;
    }
}
