using System.Text.Json;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.People.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Programmes;

/// <summary>Makes a rule; whom it catches is assigned soon after it begins.</summary>
internal sealed class CreateRule(Db db, CheckRule check, Work work, Audit audit, Actor actor, HubSettings settings, TimeProvider clock)
{
    /// <summary>A rule that holds from today.</summary>
    /// <returns>The rule.</returns>
    public Task<Outcome<long>> Handle(long programId, Audience audience, string dueIn, CancellationToken ct) =>
        Handle(programId, new RuleTerms(JsonSerializer.Serialize(audience, Json.Plain), dueIn, null, null, settings.TimeZone.DayOf(clock.GetUtcNow()), null), ct);

    /// <returns>The rule.</returns>
    public async Task<Outcome<long>> Handle(long programId, RuleTerms terms, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (terms.StartsOn < settings.TimeZone.DayOf(now)) return Problem.Because("The first day lies in the past; give today or a later day.");
        if (await check.Handle(terms, ct) is { } problem) return problem;
        await using var tx = await db.Begin(ct);
        if (await db.Row<string>($"select slug from certification_program where id = @programId {db.Dialect.ForUpdate}", new { programId }, ct) is not { } slug)
            return Problem.NotFound("There is no such programme.");
        var number = 1 + await db.Scalar<long>("select count(*) from certification_rule where program_id = @programId and content_number is null", new { programId }, ct);
        var id = await db.Insert(
            "insert into certification_rule(program_id, slug, created_at) values (@programId, @slug, @now) returning id", new { programId, slug = $"{slug}/hub-{number}", now }, ct);
        await RuleChanged.Tell(work, await RuleVersion.Add(db, id, terms, now, actor.PersonId ?? 0, ct), ct);
        await audit.Write("certification.rule-made", $"rule:{id}", new { programId, terms }, ct);
        await tx.Commit(ct);
        return id;
    }
}
