namespace TrainingHub.Modules.Platform.Invariants;

/// <summary>
/// Something that holds in every hub at every moment, whatever was killed, repeated or late, and how to find out. Stands in the module that owns the tables;
/// registered in the services as IInvariant.
/// </summary>
public interface IInvariant
{
    /// <summary>In English, as a sentence: "At most one open and one certified period per person and programme".</summary>
    string Name { get; }

    Task<InvariantFinding> Check(CancellationToken ct);
}

/// <param name="Checked">How many things were looked at.</param>
/// <param name="Broken">What does not hold, by ids; at most <see cref="Most"/>.</param>
public sealed record InvariantFinding(long Checked, IReadOnlyList<string> Broken)
{
    public const int Most = 20;
}
