using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Assigns a programme by hand to people the one who acts may see; all or none.</summary>
internal sealed class AssignMany(Db db, AssignByHand assign, CatchUp catchUp, LockPeople locks, Reach reach)
{
    public const int Most = 200;

    /// <returns>How many are assigned now, those who were before included.</returns>
    public async Task<Outcome<int>> Handle(long programId, IReadOnlyCollection<long> people, DateOnly? dueOn, CancellationToken ct)
    {
        if (people.Count == 0) return Problem.Because("Choose at least one person.");
        if (people.Count > Most) return Problem.Because("At most {0} people can be assigned at once; make a rule for more.", Most);
        long[] each = [.. people.Distinct().Order()];
        foreach (var person in each)
        {
            if (!await reach.Sees(person, CertificationPermissions.Edit, ct)) return Problem.NotFound("There is no such person.");
            // Each in a transaction of its own, so that the one of all of them is short.
            await catchUp.Handle(person, ct);
        }
        await using var tx = await db.Begin(ct);
        await locks.Handle(each, ct);
        foreach (var person in each)
        {
            if ((await assign.Handle(person, programId, "manual", dueOn, ct)).Problem is { } problem) return problem;
        }
        await tx.Commit(ct);
        return people.Count;
    }
}
