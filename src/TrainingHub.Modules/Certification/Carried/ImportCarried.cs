using TrainingHub.Modules.Certification.Assigning;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Blobs;
using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Import;

namespace TrainingHub.Modules.Certification.Carried;

/// <param name="Faults">Everything that kept a line, or the whole file, from being imported.</param>
internal sealed record CarriedResult(bool Applied, int Carried, int Unchanged, IReadOnlyList<ImportFault> Faults);

/// <summary>
/// Imports certifications that people hold already: all or nothing, unless told to skip bad lines. Everything is checked before anything is written. It is then written in short transactions, for
/// nobody's answer shall wait for ten thousand lines; the same file again changes nothing, so one that was cut short is finished by importing it again.
/// </summary>
internal sealed class ImportCarried(Db db, PlanCarried planner, CarryOver carryOver, CatchUp catchUp, LockPeople locks, BlobStore blobs, Audit audit, TimeProvider clock)
{
    // Locked before they are written, so no more than one transaction usually writes.
    private const int AtOnce = 20;

    public static Carry ToCarry(CarriedLine line, long personId, long programId) =>
        new(personId, programId, line.CompletedOn, line.ExpiresOn, line.AnchorOn, line.Issuer, line.Number, line.Proof, line.ProofFile?.Sha256);

    public Task<CarriedPlan> Plan(byte[] bytes, bool skipBad, CancellationToken ct) => planner.Handle(bytes, skipBad, ct);

    public async Task<CarriedResult> Handle(byte[] bytes, bool skipBad, CancellationToken ct)
    {
        var plan = await Plan(bytes, skipBad, ct);
        // The scans before the rows that name them. Those of a line that is refused after all are named by nobody and harm nobody.
        if (plan.CanApply)
            foreach (var line in plan.Lines.Where(l => l.Dates is not null))
                if (line.Line.ProofFile is { } file) await blobs.Put(file.Bytes(), ct);
        if (!plan.CanApply) return new CarriedResult(false, 0, plan.Unchanged, plan.Faults);
        var refused = await Write(plan, ct);
        return new CarriedResult(true, plan.New - refused.Count, plan.Unchanged, [.. plan.Faults, .. refused]);
    }

    /// <returns>The lines that could not be carried over after all: somebody earned or lost something since the plan was made.</returns>
    private async Task<List<ImportFault>> Write(CarriedPlan plan, CancellationToken ct)
    {
        var lines = new Queue<PlannedCarry>(plan.Lines.Where(l => l.Dates is not null).OrderBy(l => l.PersonId).ThenBy(l => l.ProgramId));
        foreach (var person in lines.Select(l => l.PersonId).Distinct().ToList()) await catchUp.Handle(person, ct);
        var refused = new List<ImportFault>();
        while (lines.Count > 0)
        {
            var slice = lines.Take(AtOnce).ToList();
            var (done, problem) = await WriteSome(slice, lines.Count, plan, refused.Count, ct);
            if (problem is not null) refused.Add(problem);
            var left = problem is null ? lines.Skip(done) : lines.Where(l => l.Line.Line != problem.Line);
            lines = new Queue<PlannedCarry>(left);
        }
        return refused;
    }

    /// <returns>How many of them were written; or which of them was refused, which undoes the others of this transaction too.</returns>
    private async Task<(int Done, ImportFault? Refused)> WriteSome(List<PlannedCarry> slice, int left, CarriedPlan plan, int refused, CancellationToken ct)
    {
        var (started, done) = (clock.GetTimestamp(), 0);
        await using var tx = await db.Begin(ct);
        await locks.Handle([.. slice.Select(l => l.PersonId).Distinct()], ct);
        do
        {
            var planned = slice[done++];
            var carried = await carryOver.Handle(ToCarry(planned.Line, planned.PersonId, planned.ProgramId), ct);
            if (carried.Problem is { } problem) return (0, new ImportFault(planned.Line.Line, null, null, problem));
        }
        while (done < slice.Count && clock.GetElapsedTime(started) < db.Dialect.Slice);
        if (done == left) await audit.Write("certification.carried-over", "certifications", new { carried = plan.New - refused, skipped = plan.Faults.Count + refused }, ct);
        await tx.Commit(ct);
        return (done, null);
    }
}
