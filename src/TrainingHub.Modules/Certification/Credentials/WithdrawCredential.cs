using TrainingHub.Modules.Certification.Contracts;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;
using TrainingHub.Modules.Platform.Text;

namespace TrainingHub.Modules.Certification.Credentials;

/// <summary>A paper turned out not to be what it seemed. What it says and the proof stay on record; it counts for nothing that is open or to come.</summary>
internal sealed class WithdrawCredential(Db db, IEvidence evidence, Audit audit, Actor actor, TimeProvider clock)
{
    private sealed record Row(long PersonId, string Slug);

    public async Task<Problem?> Handle(long id, string? why, CancellationToken ct)
    {
        var (reason, unsaid) = ReasonText.Read(why, Problem.Because("Write why it is withdrawn."));
        if (unsaid is not null) return unsaid;
        await using var tx = await db.Begin(ct);
        var changed = await db.Execute("update certification_credential set withdrawn_at = @now, withdrawn_by = @by, withdrawn_why = @reason where id = @id and withdrawn_at is null",
            new { id, now = clock.GetUtcNow(), by = actor.PersonId, reason }, ct);
        if (changed == 0) return Problem.Conflict("It was withdrawn already.");
        var row = (await db.Row<Row>("select c.person_id, x.slug from certification_credential c join certification_external x on x.id = c.external_id where c.id = @id", new { id }, ct))!;
        await evidence.TakeBack(row.PersonId, ExternalKind.Name, row.Slug, ExternalKind.Reference(id), ct);
        await audit.Write("certification.credential-withdrawn", $"person:{row.PersonId}", new { credential = id, why = reason }, ct);
        await tx.Commit(ct);
        return null;
    }
}
