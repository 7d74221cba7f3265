using System.Text.Json;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>Makes a rule that holds from today; whom it catches is assigned soon after.</summary>
internal sealed class CreateRule(Db db, IAudiences audiences, Reach reach, Work work, Audit audit, HubSettings settings, TimeProvider clock)
{
    /// <returns>The rule.</returns>
    public async Task<Outcome<long>> Handle(long programId, Audience audience, string dueIn, CancellationToken ct)
    {
        if (await Check(audience, dueIn, ct) is { } problem) return problem;
        await using var tx = await db.Begin(ct);
        if (await db.Row<string>($"select slug from certification_program where id = @programId {db.Dialect.ForUpdate}", new { programId }, ct) is not { } slug)
            return Problem.NotFound("There is no such programme.");
        var number = 1 + await db.Scalar<long>("select count(*) from certification_rule where program_id = @programId and content_number is null", new { programId }, ct);
        var now = clock.GetUtcNow();
        var id = await db.Insert(
            "insert into certification_rule(program_id, slug, audience, due_in, starts_on, created_at) values (@programId, @slug, @audience, @dueIn, @today, @now) returning id",
            new { programId, slug = $"{slug}/hub-{number}", audience = JsonSerializer.Serialize(audience, Json.Plain), dueIn, today = settings.TimeZone.DayOf(now), now }, ct);
        await work.Enqueue(EvaluateRulesJob.Work, new RulesChanged(id), $"rule:{id}:made", ct);
        await audit.Write("certification.rule-made", $"rule:{id}", new { programId, audience, dueIn }, ct);
        await tx.Commit(ct);
        return id;
    }

    public async Task<Problem?> Check(Audience audience, string dueIn, CancellationToken ct)
    {
        var (within, problem) = CalendarSpan.Parse(dueIn);
        if (problem is not null) return problem;
        if (PeriodPolicy.Longest.IsAlwaysShorterThan(within)) return Problem.Because("{0} is too long; no span of a policy may be longer than {1}.", within, PeriodPolicy.Longest);
        if (audience.Fault() is { } fault) return fault;
        var unknown = await audiences.UnknownCodes(audience, ct);
        if (unknown.Count > 0) return Problem.Because("No site, department or position has the code {0}.", string.Join(", ", unknown));
        return await reach.Audience(audience, CertificationPermissions.Edit, ct);
    }
}
