using TrainingHub.Modules.FloorChecks.Results;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.FloorChecks.Filling;

/// <summary>
/// Fills in the same sheet once more, with a reason; what was handed in before stays on record. What turns out to have been passed is evidence from when the person was looked at; what was not
/// counts no longer for what is still open or to come, and what it has completed stands until HR revokes it.
/// </summary>
internal sealed class CorrectCheck(Db db, ReadChecks checks, CheckSheets sheets, CheckedPeople people, WriteCheck write)
{
    /// <param name="number">Which one is corrected: the one that the form showed.</param>
    public async Task<Outcome<long>> Handle(long id, int number, FilledSheet filled, string? reason, CancellationToken ct)
    {
        if (await checks.Find(id, FloorChecksPermissions.Fill, ct) is not { } check || await people.Find(check.PersonId, ct) is null) return Problem.NotFound("There is no such check.");
        await using var tx = await db.Begin(ct);
        await db.Rows<long>($"select id from floorchecks_check where id = @RootId {db.Dialect.ForUpdate}", new { check.RootId }, ct);
        var (before, misused) = await write.HandedIn(filled.Form, check.PersonId, ct);
        if (misused is not null) return misused;
        if (before is { } done) return done;
        var last = await db.Scalar<int>("select max(k.number) from v_floor_check k where k.root_id = @RootId", new { check.RootId }, ct);
        if (last != number) return Problem.Conflict("Somebody else has corrected this check meanwhile. Look at it before you correct it again.");
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > WriteCheck.LongestText) return Problem.Because("Write why it is corrected, in at most {0} characters.", WriteCheck.LongestText);
        var sheet = (await sheets.Answered(check.ListId, [.. check.Answers.Select(a => a.Code)], ct))!;
        var (judged, incomplete) = WriteCheck.Judge(sheet, filled);
        if (judged is null) return incomplete!;
        var corrected = await write.Handle(new CheckPlace(check.PersonId, sheet, check.RootId, last + 1, check.ObservedAt, reason.Trim()), filled, judged, ct)
            ?? throw new InvalidOperationException($"Check {check.RootId} was locked, and yet somebody corrected it.");
        await tx.Commit(ct);
        return corrected;
    }
}
