using System.Security.Cryptography;
using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Import;

namespace TrainingHub.Modules.Certification.Carried;

/// <param name="Faults">Everything that kept a line, or the whole file, from being imported.</param>
internal sealed record CarriedResult(bool Applied, int Carried, int Unchanged, IReadOnlyList<ImportFault> Faults);

/// <summary>
/// Imports certifications that people hold already: all or nothing, unless told to skip bad lines. Everything is checked before the transaction
/// begins, so that it holds writing up for no longer than the writing itself takes. The same file again changes nothing.
/// </summary>
internal sealed class ImportCarried(Db db, PlanCarried planner, CarryOver carryOver, CatchUp catchUp, LockPeople locks, BlobStore blobs, Audit audit)
{
    public static Carry ToCarry(CarriedLine line, long personId, long programId) =>
        new(personId, programId, line.CompletedOn, line.ExpiresOn, line.AnchorOn, line.Issuer, line.Number, line.Proof, line.ProofFile is { } file ? Convert.ToHexStringLower(SHA256.HashData(file)) : null);

    public Task<CarriedPlan> Plan(byte[] bytes, bool skipBad, CancellationToken ct) => planner.Handle(bytes, skipBad, ct);

    public async Task<CarriedResult> Handle(byte[] bytes, bool skipBad, CancellationToken ct)
    {
        var plan = await Plan(bytes, skipBad, ct);
        // The scans before the rows that name them. Those of a line that is refused after all are named by nobody and harm nobody.
        if (plan.CanApply)
            foreach (var line in plan.Lines.Where(l => l.Dates is not null))
                if (line.Line.ProofFile is { } file) await blobs.Put(file, ct);
        while (plan.CanApply)
        {
            // Somebody may have earned or lost something since the plan was made. That undoes the transaction; without that line the rest is tried again.
            var refused = await Write(plan, ct);
            if (refused is null) return new CarriedResult(true, plan.New, plan.Unchanged, plan.Faults);
            plan = plan with { Lines = [.. plan.Lines.Where(l => l.Line.Line != refused.Line)], Faults = [.. plan.Faults, refused] };
        }
        return new CarriedResult(false, 0, plan.Unchanged, plan.Faults);
    }

    private async Task<ImportFault?> Write(CarriedPlan plan, CancellationToken ct)
    {
        PlannedCarry[] lines = [.. plan.Lines.Where(l => l.Dates is not null).OrderBy(l => l.PersonId).ThenBy(l => l.ProgramId)];
        long[] people = [.. lines.Select(l => l.PersonId).Distinct()];
        foreach (var person in people) await catchUp.Handle(person, ct);
        await using var tx = await db.Begin(ct);
        await locks.Handle(people, ct);
        foreach (var planned in lines)
        {
            var carried = await carryOver.Handle(ToCarry(planned.Line, planned.PersonId, planned.ProgramId), ct);
            if (carried.Problem is { } problem) return new ImportFault(planned.Line.Line, null, null, problem);
        }
        if (plan.New > 0) await audit.Write("certification.carried-over", "certifications", new { carried = plan.New, skipped = plan.Faults.Count }, ct);
        await tx.Commit(ct);
        return null;
    }
}
