using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.FloorChecks.Filling;

/// <summary>Hands in a checklist filled in for somebody, once: the same form again finds the check that it was.</summary>
internal sealed class HandInCheck(Db db, CheckSheets sheets, CheckedPeople people, WriteCheck write, TimeProvider clock)
{
    /// <param name="listId">The list as the form showed it; a course that is published meanwhile changes nothing.</param>
    /// <returns>The check.</returns>
    public async Task<Outcome<long>> Handle(long personId, long listId, FilledSheet filled, CancellationToken ct)
    {
        if (await people.Find(personId, ct) is null || await sheets.For(listId, personId, ct) is not { } sheet) return Problem.NotFound("There is no such person or checklist.");
        await using var tx = await db.Begin(ct);
        var (before, misused) = await write.HandedIn(filled.Form, personId, ct);
        if (misused is not null) return misused;
        if (before is { } done) return done;
        var (judged, incomplete) = WriteCheck.Judge(sheet, filled);
        if (judged is null) return incomplete!;
        var id = await write.Handle(new CheckPlace(personId, sheet, null, 1, clock.GetUtcNow(), null), filled, judged, ct) ?? (await write.HandedIn(filled.Form, personId, ct)).Value!.Value;
        await tx.Commit(ct);
        return id;
    }
}
