using TrainingHub.Modules.Platform.Invariants;

namespace TrainingHub.Modules.Certification.History;

/// <summary>What the weekly check looks for, as one of the things that hold in every hub.</summary>
internal sealed class ChainsFitTogether(CheckChains check) : IInvariant
{
    public string Name => "Every chain of periods is what its policy, evidence, reasons and papers give";

    public async Task<InvariantFinding> Check(CancellationToken ct)
    {
        var done = await check.Handle(new ChainSelection(), InvariantFinding.Most, null, ct);
        return new InvariantFinding(done.Chains, [.. done.Problems.Select(p => $"{p.Problem.Kind}: person {p.PersonId}, programme {p.ProgramId}, period {p.Problem.PeriodId}: {p.Problem.Found} Expected: {p.Problem.Expected}")]);
    }
}
