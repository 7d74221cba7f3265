using TrainingHub.Modules.Platform.Data;
using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certification.Invariants;

/// <summary>Two open periods would ask for the same twice; two certified ones would give two answers to "until when".</summary>
internal sealed class OneOpenOneCertified(Db db) : IInvariant
{
    public string Name => "At most one open and one certified period per person and programme";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var broken = await db.Rows<string>(
            $"""
            select 'person ' || person_id || ', programme ' || program_id || ': ' || count(*) filter (where completed_on is null) || ' open and ' || count(*) filter (where completed_on is not null) || ' certified'
            from certification_period where ended_on is null group by person_id, program_id
            having count(*) filter (where completed_on is null) > 1 or count(*) filter (where completed_on is not null) > 1
            order by person_id, program_id limit {InvariantFinding.Most}
            """, null, ct);
        return new InvariantFinding(await db.Scalar<long>("select count(*) from certification_requirement", null, ct), broken);
    }
}
