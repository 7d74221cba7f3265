using TrainingHub.Modules.Certification.Periods;
using TrainingHub.Modules.Certification.Rules;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Certification.Carried;

/// <summary>A certification of somebody, as another system or a drawer of papers has it.</summary>
/// <param name="ExpiresOn">Its last valid day; null: as the programme's policy counts.</param>
/// <param name="AnchorOn">From which its renewals count; null: from its own dates.</param>
/// <param name="Issuer">Who certified it.</param>
/// <param name="Number">The number of that paper.</param>
/// <param name="Proof">In words, or the name of a file.</param>
/// <param name="ProofSha256">The file, which is stored already.</param>
internal sealed record Carry(long PersonId, long ProgramId, DateOnly CompletedOn, DateOnly? ExpiresOn, DateOnly? AnchorOn, string? Issuer, string? Number, string? Proof, string? ProofSha256);

/// <summary>What was carried over before, as it was asked for.</summary>
internal sealed record CarriedRow(long PeriodId, DateOnly CompletedOn, DateOnly? ExpiresAsked, DateOnly? AnchorAsked, string? Issuer, string? Number, string? Proof, string? ProofSha256)
{
    public bool Is(Carry carry) =>
        this == new CarriedRow(PeriodId, carry.CompletedOn, carry.ExpiresOn, carry.AnchorOn, carry.Issuer, carry.Number, carry.Proof, carry.ProofSha256);
}

/// <summary>What is known of a person and a programme when a certification is to be carried over.</summary>
/// <param name="Chain">Null where the person has nothing to do with the programme yet.</param>
/// <param name="Policy">Of the open period, or as it is now.</param>
/// <param name="HasBegun">There is evidence in the open period.</param>
/// <param name="Today">By the policy's calendar.</param>
internal sealed record CarryGround(Chain? Chain, IReadOnlyList<CarriedRow> Before, PeriodPolicy Policy, bool HasBegun, DateOnly Today)
{
    /// <summary>Its dates; null where exactly this was carried over before.</summary>
    public Outcome<CarriedTerm?> Judge(Carry carry)
    {
        if (Before.Any(b => b.Is(carry))) return new Outcome<CarriedTerm?>(null, null);
        if (carry.CompletedOn > Today) return Problem.Because("It can't have been completed on {0}, which is still to come.", Iso(carry.CompletedOn));
        if (Chain?.Certified is { } held) return Problem.Because("This person is certified already, until {0}. Revoke that first if it is wrong.", Iso(held.ExpiresOn!.Value));
        var revoked = Chain?.Periods.Where(p => p.EndReason == EndReason.Revoked.ToText()).Max(p => p.EndedOn);
        if (carry.CompletedOn <= revoked) return Problem.Because("The certification was revoked on {0}. What was completed before does not bring it back.", Iso(revoked.Value));
        var (term, problem) = CarriedTerm.For(Policy, carry.CompletedOn, carry.ExpiresOn, carry.AnchorOn);
        if (term is null) return problem!;
        // It would take the place of the open period, and what was done for that one would be lost.
        if (HasBegun && term.Term.Expiry < Today) return Problem.Because("It expired on {0}, and this person is earning it anew already.", Iso(term.Term.Expiry));
        return term;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
