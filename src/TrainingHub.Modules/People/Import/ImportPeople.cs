using TrainingHub.Modules.People.Staff;
using TrainingHub.Modules.People.Tags;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Import;

namespace TrainingHub.Modules.People.Import;

/// <param name="Faults">Everything that kept a row, or the whole file, from being imported.</param>
internal sealed record ImportResult(bool Applied, int New, int Changed, int Unchanged, int Left, IReadOnlyList<ImportFault> Faults);

/// <summary>
/// Imports a people file: all or nothing, unless told to skip bad rows. Everything is checked before the transaction begins, so that it
/// holds writing up for no longer than the writing itself takes. The same file again changes nothing.
/// </summary>
internal sealed class ImportPeople(Db db, PlanImport planner, Audit audit, HirePerson hire, EditPerson edit, MovePerson move, LeavePerson leave, RehirePerson rehire, TagPerson tag, TimeProvider clock, HubSettings settings)
{
    public Task<ImportPlan> Plan(byte[] bytes, ImportOptions options, CancellationToken ct) => planner.Handle(bytes, options, ct);

    public async Task<ImportResult> Handle(byte[] bytes, ImportOptions options, CancellationToken ct)
    {
        var plan = await Plan(bytes, options, ct);
        while (plan.CanApply)
        {
            // A command may still refuse what another has changed since, or what the actor may not do. That undoes the transaction;
            // without the refused row the rest is tried again.
            var refused = await Write(plan, ct);
            if (refused is null) return new ImportResult(true, plan.New, plan.Changed, plan.Unchanged, plan.Leaving.Count, plan.Faults);
            plan = plan with { Rows = plan.Rows.Where(r => r.Row.Line != refused.Line).ToList(), Faults = [.. plan.Faults, refused], Blocked = plan.Blocked || refused.Line == 0 };
        }
        return new ImportResult(false, plan.New, plan.Changed, plan.Unchanged, plan.Leaving.Count, plan.Faults);
    }

    private async Task<ImportFault?> Write(ImportPlan plan, CancellationToken ct)
    {
        var today = settings.TimeZone.DayOf(clock.GetUtcNow());
        await using var tx = await db.Begin(ct);
        foreach (var row in plan.Rows.Where(r => r.Changes))
            if (await Write(row, ct) is { } problem) return new ImportFault(row.Row.Line, null, null, problem);
        foreach (var person in plan.Leaving)
            if (await leave.Handle(person, today, ct) is { } problem) return new ImportFault(0, null, null, problem);
        if (plan.Rows.Any(r => r.Changes) || plan.Leaving.Count > 0)
            await audit.Write("people.imported", "people", new { plan.New, plan.Changed, left = plan.Leaving.Count, skipped = plan.Faults.Count }, ct);
        await tx.Commit(ct);
        return null;
    }

    private async Task<Problem?> Write(PlannedRow row, CancellationToken ct)
    {
        var (facts, place) = (row.Facts, row.Place);
        if (row.PersonId is not { } id)
        {
            var hired = await hire.Handle(new NewPerson(facts.Name, facts.LatinName, facts.Email, facts.EmployeeNumber, facts.Language, facts.HiredOn, place.SiteId, place.DepartmentId, place.PositionId), ct);
            if (hired.Problem is { } refused) return refused;
            id = hired.Value;
        }
        else
        {
            if (row.Edit && await edit.Handle(id, facts, ct) is { } wrong) return wrong;
            if (row.RehireOn is { } on && await rehire.Handle(id, place, on, ct) is { } stays) return stays;
            if (row.Move && await move.Handle(id, place, row.MoveOn, ct) is { } stuck) return stuck;
        }
        if (row.Tags.Give.Count + row.Tags.Take.Count > 0 && await tag.Handle(id, row.Tags, ct) is { } untagged) return untagged;
        return row.LeaveOn is { } last ? await leave.Handle(id, last, ct) : null;
    }
}
