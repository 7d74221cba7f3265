using System.CommandLine;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Verbs;

namespace TrainingHub.Modules.Certification.Forecast;

internal sealed record CountAnew;

/// <summary>Counts every chain anew, in bounded transactions, while everybody goes on working. Where all is right it changes nothing.</summary>
internal sealed class RebuildForecast(Db db, CountHeld count) : IConsumer<CountAnew>
{
    public const string Work = "Certification.Forecast";

    private const int Chunk = 200;

    public Task Handle(CountAnew payload, WorkItem item, CancellationToken ct) => Chains(ct);

    /// <returns>How many chains were counted wrong.</returns>
    public async Task<long> Handle(CancellationToken ct)
    {
        var wrong = await Chains(ct);
        await using var tx = await db.Begin(ct);
        await db.Execute("delete from certification_forecast", null, ct);
        // Somebody who is counted meanwhile has added their own; what is read here has it already.
        await db.Execute(
            """
            insert into certification_forecast(site_id, program_id, week_on, people)
            select q.counted_site_id, q.program_id, q.counted_week_on, count(*) from certification_requirement q where q.counted_week_on is not null
            group by q.counted_site_id, q.program_id, q.counted_week_on
            on conflict (site_id, program_id, week_on) do update set people = excluded.people
            """, null, ct);
        await tx.Commit(ct);
        return wrong;
    }

    private async Task<long> Chains(CancellationToken ct)
    {
        var (last, wrong) = (0L, 0L);
        while (true)
        {
            var ids = await db.Rows<long>("select id from certification_requirement where id > @last order by id limit @Chunk", new { last, Chunk }, ct);
            if (ids.Count == 0) return wrong;
            await using var tx = await db.Begin(ct);
            wrong += await count.Count(ids, ct);
            await tx.Commit(ct);
            last = ids[^1];
        }
    }
}

/// <summary>forecast rebuild</summary>
internal sealed class RebuildForecastVerb(RebuildForecast rebuild) : IVerb
{
    public string Path => "forecast rebuild";

    public Command Build(string name)
    {
        var command = new Command(name, "Counts anew who holds which certification until when. Needed only if something changed the database behind the hub's back.");
        command.SetAction(async (_, ct) =>
        {
            var wrong = await rebuild.Handle(ct);
            Console.WriteLine(wrong == 0 ? "Everything was counted right." : $"{wrong} certifications were counted wrong and are right now.");
            return ExitCodes.Done;
        });
        return command;
    }
}
