using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Deeds;

/// <summary>
/// What a new period asks for and its person holds already, though it was earned long before: that it was held when the period began to count is a deed of its own.
/// </summary>
internal sealed class RecordHeld(Db db, EvidenceKinds kinds, TimeProvider clock)
{
    public static string Reference(string source, string period) => $"{source}, held for period:{period}";

    /// <param name="home">The zone of the person's site.</param>
    public async Task Handle(Chain chain, Period open, TimeZoneInfo home, CancellationToken ct)
    {
        // The first moment that counts for a renewal too, which counts from after the completion of the period it renews.
        var at = CountingEvidence.Since(open.AssignedOn, open.EvidenceFrom, chain.RenewedAt(open), chain.CountingZone(open, home)).AddMicroseconds(1);
        var path = await PathRow.Of(db, open.Id, ct);
        foreach (var leaf in path.Leaves)
        {
            if (kinds.Of(leaf.Kind) is not { } kind || await kind.HeldAt(open.PersonId, leaf.Key, at, home.DayOf(at), ct) is not { } reference) continue;
            await db.Execute(
                "insert into certification_deed(person_id, kind, key, reference, occurred_at, seen_at, recorded_at) values (@PersonId, @Kind, @Key, @reference, @at, @at, @now) on conflict do nothing",
                new { open.PersonId, leaf.Kind, leaf.Key, reference = Reference(reference, $"{open.Id}"), at, now = clock.GetUtcNow() }, ct);
        }
    }
}
