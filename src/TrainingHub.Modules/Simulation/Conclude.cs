using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;
using TrainingHub.Modules.Simulation.Checks;
using TrainingHub.Modules.Simulation.Days;

namespace TrainingHub.Modules.Simulation;

/// <summary>Counts what came out of a simulation, and checks all that must hold.</summary>
internal sealed class Conclude(IHubFactory hubs, SimulationPlan plan, string folder)
{
    private sealed record Counts(long People, long Employed, long Certificates, long LedgerEntries, string LedgerHead, long Mails, long Uncertain, long Attempts, long Lessons);

    private sealed record Status(string Name, long Count);

    public async Task<SimulationResult> Handle(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        using var hub = await SimulatedHub.OpenAtTheEnd(hubs, folder, plan, ct);
        var result = await hub.In(async services =>
        {
            var invariants = new List<CheckedInvariant>();
            foreach (var invariant in services.GetServices<IInvariant>().Append(ActivatorUtilities.CreateInstance<ReportsRepeat>(services)).Append(ActivatorUtilities.CreateInstance<MailFolder>(services)))
                invariants.Add(CheckedInvariant.Of(invariant.Name, await invariant.Check(ct)));
            var db = services.GetRequiredService<Db>();
            var counts = await Count(db, ct);
            var statuses = await db.Rows<Status>($"with {PeriodStatusSql.Known} select {PeriodStatusSql.Status} as name, count(*) as count from known k group by 1 order by 1", new { day = plan.End, known = PeriodStatusSql.EverythingKnown }, ct);
            return new SimulationResult(plan.Start, plan.End, plan.Seed, counts.People, counts.Employed, statuses.ToDictionary(s => s.Name, s => s.Count), counts.Certificates, counts.LedgerEntries, counts.LedgerHead,
                counts.Mails, counts.Uncertain, counts.Attempts, counts.Lessons, await services.GetRequiredService<Fingerprint>().Take(ct), 0, null, 0, invariants, await Closing(db, ct));
        });
        // Where the records don't hold, what comes of them tells nothing, and may not even go on.
        var later = result.Invariants.All(i => i.Holds) ? await new OtherLives(hubs, plan, folder).Check(ct) : [];
        return result with
        {
            Invariants = [.. result.Invariants, .. later.Select(l => CheckedInvariant.Of(l.Name, l.Finding))],
            Closing = result.Closing with { Seconds = new Dictionary<string, double>(result.Closing.Seconds) { ["checks"] = Math.Round(watch.Elapsed.TotalSeconds, 1) } },
        };
    }

    private async Task<ClosingTable> Closing(Db db, CancellationToken ct)
    {
        var diary = new Diary(db);
        await using (var tx = await db.Begin(ct))
        {
            await diary.CountEvents(ct);
            await tx.Commit(ct);
        }
        var events = await diary.Events(ct);
        var bytes = await db.Scalar<long>("select page_count * page_size from pragma_page_count(), pragma_page_size()", null, ct);
        var worked = await Person.All(db, ct);
        var days = worked.Sum(p => (Earlier(p.LeftOn ?? plan.End, plan.End).DayNumber - Later(p.HiredOn, plan.Start).DayNumber) + 1L);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in await db.Rows<string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite~_%' escape '~' and name not like 'simulation~_%' escape '~'", null, ct))
            rows[table] = await db.Scalar<long>($"select count(*) from {table}", null, ct);
        return new ClosingTable(events.ToDictionary(e => e.Kind, e => e.Told), (await diary.Parts(ct)).ToDictionary(p => p.Part, p => Math.Round(p.Seconds, 1)), bytes, Math.Round(days / 365.25, 1), rows.OrderByDescending(r => r.Value).Take(12).ToDictionary());
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private async Task<Counts> Count(Db db, CancellationToken ct) => (await db.Row<Counts>(
        """
        select (select count(*) from v_people_person) as people, (select count(*) from v_people_person where left_on is null or left_on >= @End) as employed,
               (select count(*) from v_certificate) as certificates, h.sequence as ledger_entries, h.hash as ledger_head,
               (select count(*) from v_notice where state = 'sent') as mails, (select coalesce(sum(uncertain), 0) from v_notice) as uncertain,
               (select count(*) from v_quiz_attempt) as attempts, (select count(*) from v_course_progress where completed_at is not null) as lessons
        from v_ledger_head h
        """, new { plan.End }, ct))!;
}
