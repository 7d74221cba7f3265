using System.Text.Json;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Security;

namespace TrainingHub.Modules.Platform;

/// <summary>Who did what to what, and when; written in the transaction of the deed, never changed.</summary>
public sealed class Audit(Db db, Actor actor, TimeProvider clock)
{
    /// <param name="action">"module.past-tense": "certificates.revoked".</param>
    /// <param name="subject">What it was done to: "certificate:42".</param>
    /// <param name="detail">What an auditor needs to understand it; no names or addresses, ids are enough.</param>
    public Task Write(string action, string subject, object? detail, CancellationToken ct) =>
        db.Execute("insert into platform_audit(at, actor_id, actor_kind, via, action, subject, detail) values (@At, @PersonId, @Kind, @Via, @action, @subject, @Detail)",
            new { At = clock.GetUtcNow(), actor.PersonId, actor.Kind, actor.Via, action, subject, Detail = detail is null ? null : JsonSerializer.Serialize(detail, Json.Plain) }, ct);
}
