using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Certification.Forecast;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Events;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Certification.Periods;

/// <summary>Writes the end of a period of a locked chain, once.</summary>
internal sealed class EndPeriod(Db db, Events events, CountHeld held, Actor actor, TimeProvider clock)
{
    /// <param name="on">The first day on which it has ended.</param>
    public Task Handle(Period period, DateOnly on, EndReason reason, string? note, CancellationToken ct) => Handle(period, on, reason, note, actor.PersonId, ct);

    /// <param name="by">Who ended it; null where nobody did, though somebody's deed was the occasion.</param>
    public async Task Handle(Period period, DateOnly on, EndReason reason, string? note, long? by, CancellationToken ct)
    {
        await using var tx = await db.Begin(ct);
        if (period.IsCertified) await held.Later(period.RequirementId, ct);
        var ended = await db.Execute(
            "update certification_period set ended_on = @on, end_reason = @text, ended_recorded_at = @now, end_note = @note, ended_by = @by where id = @Id and ended_on is null",
            new { period.Id, on, text = reason.ToText(), now = clock.GetUtcNow(), note, by }, ct);
        if (ended > 0) await events.Tell(new PeriodEnded(period.Id, period.PersonId, period.ProgramId, reason.ToText(), note), ct);
        await tx.Commit(ct);
    }
}
