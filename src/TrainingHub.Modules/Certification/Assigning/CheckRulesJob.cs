using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Jobs;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>
/// Compares everybody with the rules, the long way. Work is found by visits; this finds nobody, unless somebody changed the database by hand
/// or a visit was lost, and then puts it right.
/// </summary>
internal sealed class CheckRulesJob(Db db, NoteVisit note, DoVisits visits, IAudiences audiences, HubSettings settings, TimeProvider clock) : IJob
{
    public async Task Run(JobRun run, CancellationToken ct)
    {
        await visits.Handle(run, TimeSpan.MaxValue, ct);
        var differing = await Differing(ct);
        run.Count("people who differed", differing.Count);
        foreach (var person in differing) await note.Handle(person, ct);
        await visits.Handle(run, TimeSpan.MaxValue, ct);
    }

    private async Task<SortedSet<long>> Differing(CancellationToken ct)
    {
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        var found = new SortedSet<long>(await db.Rows<long>(
            """
            select distinct q.person_id from certification_reason n join certification_requirement q on q.id = n.requirement_id join v_people_person p on p.id = q.person_id
            where n.ended_at is null and p.left_on < @today
            """,
            new { today }, ct));
        var versions = await db.Rows<RuleVersion>($"select {RuleVersion.Columns} from {RuleVersion.Tables} order by r.id", null, ct);
        foreach (var rule in RuleVersion.KnownAt(versions, clock.GetUtcNow()))
        {
            var assigned = await db.Rows<long>(
                "select q.person_id from certification_reason n join certification_requirement q on q.id = n.requirement_id where n.rule_id = @RuleId and n.ended_at is null", new { rule.RuleId }, ct);
            var holds = rule.HoldsOn(today);
            if (holds) found.UnionWith((await audiences.Members(rule.Catches, today, ct)).Except(assigned));
            found.UnionWith(holds ? assigned.Except(await audiences.Members(rule.Keeps, today, ct)) : assigned);
        }
        return found;
    }
}
