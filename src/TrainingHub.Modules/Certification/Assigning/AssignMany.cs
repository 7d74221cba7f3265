using TrainingHub.Modules.Certification.Programmes;
using TrainingHub.Modules.Platform;
using TrainingHub.Modules.Platform.Data;

namespace TrainingHub.Modules.Certification.Assigning;

/// <summary>Assigns a programme by hand to people the one who acts may see; all or none.</summary>
internal sealed class AssignMany(Db db, AssignByHand assign, Reach reach)
{
    public const int Most = 200;

    /// <returns>How many are assigned now, those who were before included.</returns>
    public async Task<Outcome<int>> Handle(long programId, IReadOnlyCollection<long> people, DateOnly? dueOn, CancellationToken ct)
    {
        if (people.Count == 0) return Problem.Because("Choose at least one person.");
        if (people.Count > Most) return Problem.Because("At most {0} people can be assigned at once; make a rule for more.", Most);
        await using var tx = await db.Begin(ct);
        foreach (var person in people.Distinct().Order())
        {
            if (!await reach.Sees(person, CertificationPermissions.Edit, ct)) return Problem.NotFound("There is no such person.");
            if ((await assign.Handle(person, programId, "manual", dueOn, ct)).Problem is { } problem) return problem;
        }
        await tx.Commit(ct);
        return people.Count;
    }
}
